import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { isEnded } from '../services/jobs/job-row';
import { pluginService } from '../services/plugin-service';
import { isInSight } from '../services/projects/sight';
import type { Sight } from '../services/projects/sight';
import { STREAM_HEADERS } from '../services/streams/event-streams';

/** One job as server-sent events, to its end. The caller has seen to it that it may be read. Throws `job_unknown`. */
export async function followJob(strapi: Core.Strapi, ctx: Context, documentId: string): Promise<Readable> {
  const jobs = pluginService(strapi, 'jobs');
  await jobs.find(documentId);
  const content = pluginService(strapi, 'streams').open(async ({ send, end }) => {
    const undo = pluginService(strapi, 'jobFeed').follow((job) => {
      if (job.documentId !== documentId) return;
      send('job', job);
      if (isEnded(job.state)) end();
    });
    // After it is followed, so that its end cannot fall between the two.
    const job = await jobs.find(documentId);
    send('job', job);
    if (isEnded(job.state)) end();
    return undo;
  });
  ctx.set(STREAM_HEADERS);
  return content;
}

/** Every job in sight that is under way, and each change from now on. */
export async function followJobs(strapi: Core.Strapi, ctx: Context, sight: Sight): Promise<Readable> {
  const content = pluginService(strapi, 'streams').open(async ({ send }) =>
    pluginService(strapi, 'jobFeed').follow((job) => {
      if (isInSight(sight, job.project)) send('job', job);
    }),
  );
  ctx.set(STREAM_HEADERS);
  return content;
}
