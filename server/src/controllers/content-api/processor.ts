import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { PROCESSOR_ACTIONS } from '../../../../shared/contracts/maintenance';
import type { ProcessorAction, RunProcessor } from '../../../../shared/contracts/maintenance';
import { pluginService } from '../../services/plugin-service';
import { answering, parseRequest } from '../answer';
import { callerOf } from './caller-of';
import { demandScope } from './for-project';

const query = z.object({
  action: z.enum(PROCESSOR_ACTIONS, `must be one of ${PROCESSOR_ACTIONS.join(', ')}`),
});

/** The schedules' part of the upkeep; each action has a scope of its own. */
export function createProcessorController({ strapi }: { strapi: Core.Strapi }) {
  const run = async (action: ProcessorAction): Promise<RunProcessor['response']> => ({
    data: await pluginService(strapi, 'upkeep').processor(action),
  });

  return {
    process: answering(strapi, () => run('process')),
    cleanup: answering(strapi, () => run('cleanup')),
    status: answering(strapi, () => run('status')),

    /** By `?action=`; takes the scope that the action's own route takes. */
    find: answering(strapi, async (ctx) => {
      const { action } = parseRequest(query, ctx.query);
      await demandScope(await callerOf(strapi, ctx), `processor.${action}`);
      return run(action);
    }),
  };
}
