import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { RecoverStorage } from '../../../shared/contracts/recovery';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';

const recoverBody = z.object({
  data: z.strictObject({ mode: z.enum(['adopt', 'fork']).optional() }).default({}),
});

export function createStorageController({ strapi }: { strapi: Core.Strapi }) {
  return {
    recover: answering(strapi, async (ctx): Promise<RecoverStorage['response']> => {
      const { data } = parseRequest(recoverBody, ctx.request.body ?? {});
      return { data: await pluginService(strapi, 'recovery').recover(data.mode ?? null) };
    }),
  };
}
