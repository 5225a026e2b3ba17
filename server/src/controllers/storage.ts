import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { GetStorageUsage } from '../../../shared/contracts/analytics';
import type { RecoverStorage } from '../../../shared/contracts/recovery';
import type {
  CheckStorage,
  CompactStorage,
  GetRecoveryKit,
  GetStorage,
  RotateKeys,
  VerifyStorage,
} from '../../../shared/contracts/storage';
import { pluginService } from '../services/plugin-service';
import { SITE } from '../services/projects/project-service';
import { answering, askedBy, parseRequest } from './answer';

const optional = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ data: z.strictObject(shape).optional() });

const usageQuery = z.object({ storage: z.enum(['main', 'cloud']).optional() });
const recoverBody = optional({ mode: z.enum(['adopt', 'fork']).optional() });
const keysBody = optional({ all: z.boolean().optional() });
const compactBody = optional({ dryRun: z.boolean().optional() });
const verifyBody = optional({ share: z.number().gt(0).max(1).optional() });

export function createStorageController({ strapi }: { strapi: Core.Strapi }) {
  const maintenance = () => pluginService(strapi, 'maintenance');

  return {
    get: answering(strapi, async (): Promise<GetStorage['response']> => ({
      data: await pluginService(strapi, 'storage').details(),
    })),

    usage: answering(strapi, async (ctx): Promise<GetStorageUsage['response']> => {
      const { storage } = parseRequest(usageQuery, ctx.query);
      return { data: await pluginService(strapi, 'analytics').usage(storage) };
    }),

    check: answering(strapi, async (): Promise<CheckStorage['response']> => ({
      data: await pluginService(strapi, 'storage').checkAll(),
    })),

    recover: answering(strapi, async (ctx): Promise<RecoverStorage['response']> => {
      const { data } = parseRequest(recoverBody, ctx.request.body ?? {});
      return { data: await pluginService(strapi, 'recovery').recover(data?.mode ?? null) };
    }),

    keys: answering(strapi, async (ctx): Promise<RotateKeys['response']> => {
      const { data } = parseRequest(keysBody, ctx.request.body ?? {});
      const { job, done } = await maintenance().rotateKeys({ all: data?.all, startedBy: askedBy(ctx) });
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),

    compact: answering(strapi, async (ctx): Promise<CompactStorage['response']> => {
      const { data } = parseRequest(compactBody, ctx.request.body ?? {});
      const { job, done } = await maintenance().compact({ dryRun: data?.dryRun, startedBy: askedBy(ctx) });
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),

    verify: answering(strapi, async (ctx): Promise<VerifyStorage['response']> => {
      const { data } = parseRequest(verifyBody, ctx.request.body ?? {});
      const share = data?.share === 1 ? undefined : data?.share;
      const { job, done } = await pluginService(strapi, 'backups').verify(null, askedBy(ctx), SITE, share);
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),

    kit: answering(strapi, async (ctx): Promise<GetRecoveryKit['response']> => {
      ctx.set('Cache-Control', 'no-store');
      return { data: await pluginService(strapi, 'recovery').kitPage() };
    }),
  };
}
