import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { sightIn } from '../controllers/admin-sight';
import { pluginService } from '../services/plugin-service';

/** On a route whose policies let its caller read: remembered for a restore that may begin. */
export function noteReader(_config: unknown, { strapi }: { strapi: Core.Strapi }) {
  return async (ctx: Context, next: Next): Promise<void> => {
    pluginService(strapi, 'readers').note(ctx.get('authorization'), sightIn(ctx));
    await next();
  };
}
