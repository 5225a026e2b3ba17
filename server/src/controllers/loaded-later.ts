import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { HANDLERS } from '../routes/handlers';

type Action = (ctx: Context, next: Next) => unknown;
type Controller = Record<string, Action>;
type Create = (site: { strapi: Core.Strapi }) => object;
type Load = () => Promise<Create>;

/**
 * Controllers whose modules are read at the first request for them. Strapi asks for the names of all actions at boot,
 * to make their permissions; those are in the routes.
 */
export function loadedLater(loads: Record<string, Load>) {
  return Object.fromEntries(
    Object.entries(loads).map(([name, load]) => [
      name,
      ({ strapi }: { strapi: Core.Strapi }) =>
        actionsOf(
          name,
          once(async () => (await load())({ strapi })),
        ),
    ]),
  );
}

function actionsOf(name: string, controller: () => Promise<object>): Controller {
  const actions = HANDLERS.filter((handler) => handler.startsWith(`${name}.`));
  return Object.fromEntries(
    actions.map((handler) => {
      const action = handler.slice(name.length + 1);
      return [action, async (ctx, next) => ((await controller()) as Controller)[action]!(ctx, next)];
    }),
  );
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
