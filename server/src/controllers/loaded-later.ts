import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

type Action = (ctx: Context, next: Next) => unknown;
type Controller = Record<string, Action>;
type Create = (site: { strapi: Core.Strapi }) => object;
type Load = () => Promise<Create>;

/**
 * Controllers whose modules are read at the first request for them. Strapi asks for the names of all actions at boot,
 * to make their permissions; `handlers` has them, as `controller.action`.
 */
export function loadedLater(loads: Record<string, Load>, handlers: string[]) {
  return Object.fromEntries(
    Object.entries(loads).map(([name, load]) => [
      name,
      ({ strapi }: { strapi: Core.Strapi }) => {
        const own = handlers.filter((handler) => handler.startsWith(`${name}.`));
        const actions = own.map((handler) => handler.slice(name.length + 1));
        const controller = once(async () => (await load())({ strapi }));
        return actionsOf(actions, controller);
      },
    ]),
  );
}

function actionsOf(names: string[], controller: () => Promise<object>): Controller {
  const later = (name: string): Action => {
    return async (ctx, next) => ((await controller()) as Controller)[name]!(ctx, next);
  };
  return Object.fromEntries(names.map((name) => [name, later(name)]));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
