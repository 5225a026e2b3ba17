import type { Core } from '@strapi/strapi';

import type { GetStatus } from '../../../shared/contracts/backups';
import { pluginService } from '../services/plugin-service';
import { answering } from './answer';
import { sightIn } from './admin-sight';

export function createStatusController({ strapi }: { strapi: Core.Strapi }) {
  return {
    get: answering(strapi, async (ctx): Promise<GetStatus['response']> => ({
      data: await pluginService(strapi, 'status').status(sightIn(ctx)),
    })),
  };
}
