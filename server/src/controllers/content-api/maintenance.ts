import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import { MAINTENANCE_ACTIONS } from '../../../../shared/contracts/maintenance';
import type { MaintenanceAction, RunMaintenance } from '../../../../shared/contracts/maintenance';
import { pluginService } from '../../services/plugin-service';
import { answering, askedBy, parseRequest } from '../answer';
import { callerOf } from './caller-of';
import { demandScope } from './for-project';

const query = z.object({
  action: z.enum(MAINTENANCE_ACTIONS, `must be one of ${MAINTENANCE_ACTIONS.join(', ')}`),
});
const options = z.object({
  dryRun: z.enum(['true', 'false'], 'must be true or false').default('false'),
});

/** Each action has a scope of its own: a monitor's token need not be able to remove anything. */
export function createMaintenanceController({ strapi }: { strapi: Core.Strapi }) {
  async function run(action: MaintenanceAction, ctx: Context): Promise<RunMaintenance['response']> {
    const dryRun = parseRequest(options, ctx.query).dryRun === 'true';
    const startedBy = askedBy(ctx);
    const data = await pluginService(strapi, 'upkeep').maintenance(action, { dryRun, startedBy });
    // For monitors that look at the status alone.
    if (data.action === 'health' && data.state === 'red') ctx.status = 503;
    return { data };
  }

  return {
    full: answering(strapi, (ctx) => run('full', ctx)),
    cleanup: answering(strapi, (ctx) => run('cleanup', ctx)),
    retention: answering(strapi, (ctx) => run('retention', ctx)),
    health: answering(strapi, (ctx) => run('health', ctx)),
    compact: answering(strapi, (ctx) => run('compact', ctx)),

    /** By `?action=`; takes the scope that the action's own route takes. */
    find: answering(strapi, async (ctx) => {
      const { action } = parseRequest(query, ctx.query);
      await demandScope(await callerOf(strapi, ctx), `maintenance.${action}`);
      return run(action, ctx);
    }),
  };
}
