import type { Core } from '@strapi/strapi';

import type { DrillBackup } from '../../../shared/contracts/drills';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy } from './answer';

export function createDrillsController({ strapi }: { strapi: Core.Strapi }) {
  return {
    start: answering(strapi, async (ctx): Promise<DrillBackup['response']> => {
      const { job, done } = await pluginService(strapi, 'drills').start(String(ctx.params.id), askedBy(ctx));
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),
  };
}
