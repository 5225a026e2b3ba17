import type { Core } from '@strapi/strapi';

import type { CheckHealth, GetHealth } from '../../../shared/contracts/health';
import { pluginService } from '../services/plugin-service';
import { answering } from './answer';

export function createHealthController({ strapi }: { strapi: Core.Strapi }) {
  const health = () => pluginService(strapi, 'health');
  const alerts = () => pluginService(strapi, 'notifications').alerts();

  return {
    get: answering(strapi, async (): Promise<GetHealth['response']> => ({
      data: { health: await health().last(), alerts: await alerts() },
    })),

    check: answering(strapi, async (): Promise<CheckHealth['response']> => ({
      data: { health: await health().check(), alerts: await alerts() },
    })),
  };
}
