import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { refuse } from '../controllers/answer';
import { GUARDS } from '../controllers/guards';
import { adminOf } from '../controllers/own-projects';
import { pluginService } from '../services/plugin-service';

/**
 * On every route of the admin panel: looks which projects the admin may see, and answers what is of another project as
 * what is not there. Lists and bodies are limited by what it leaves (`sightIn`, `projectIn`, `snapshotIn`).
 */
export function ownProjects({ of }: { of: string | null }, { strapi }: { strapi: Core.Strapi }) {
  // At boot, and not when somebody looks into what is somebody else's.
  if (of !== null && !(of in GUARDS)) throw new Error(`No guard knows what the ids below /${of} are of.`);
  const guard = of === null ? null : GUARDS[of as keyof typeof GUARDS];
  return async (ctx: Context, next: Next): Promise<void> => {
    const sight = await pluginService(strapi, 'projects').sightOf(adminOf(ctx));
    ctx.state.keepsakeSight = sight;
    try {
      if (sight !== null) await guard?.(strapi, ctx, String(ctx.params.id));
    } catch (caught) {
      refuse(strapi, ctx, caught);
      return;
    }
    await next();
  };
}
