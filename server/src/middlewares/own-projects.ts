import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { refuse } from '../controllers/answer';
import { adminOf } from '../controllers/admin-sight';
import type { GuardedSubject } from '../guarded-subjects';
import { pluginService } from '../services/plugin-service';

/**
 * On every route of the admin panel: looks which projects the admin may see, and answers what is of another project as
 * what is not there. Lists and bodies are limited by what it leaves (`sightIn`, `projectIn`, `snapshotIn`).
 */
export function ownProjects({ of }: { of: GuardedSubject | null }, { strapi }: { strapi: Core.Strapi }) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const sight = await pluginService(strapi, 'projects').sightOf(adminOf(ctx));
    ctx.state.keepsakeSight = sight;
    try {
      // Who sees everything needs no look at whose it is.
      if (sight !== null && of !== null) {
        const { GUARDS } = await import('../controllers/guards');
        await GUARDS[of](strapi, ctx, String(ctx.params.id));
      }
    } catch (caught) {
      refuse(strapi, ctx, caught);
      return;
    }
    await next();
  };
}
