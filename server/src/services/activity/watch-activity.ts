import type { Core } from '@strapi/strapi';

import { pluginService } from '../plugin-service';
import { activityOfJob } from './activity-of-job';
import { registerActivityEvents } from './announce-activity';
import { keepAppendOnly } from './keep-append-only';

/** Once at boot, in every process: from then on the end of each job is noted. */
export function watchActivity(strapi: Core.Strapi): void {
  keepAppendOnly(strapi);
  registerActivityEvents(strapi);
  pluginService(strapi, 'jobs').onEnd(async (job) => {
    const event = activityOfJob(job);
    if (event) await pluginService(strapi, 'activity').record(event);
  });
}
