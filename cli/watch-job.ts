import type { Core } from '@strapi/strapi';

import type { JobOutcome } from '../server/src/services/jobs/job-kinds';
import type { StartedJob } from '../server/src/services/jobs/job-service';
import { pluginService } from '../server/src/services/plugin-service';
import type { Output } from './output';

/** Waits for a job of this process and shows how far it is; Ctrl-C cancels it and lets it end cleanly. */
export async function watchJob<T extends JobOutcome>(
  strapi: Core.Strapi,
  output: Output,
  { job, done }: StartedJob<T>,
): Promise<T> {
  const jobs = pluginService(strapi, 'jobs');
  const timer = setInterval(() => {
    const progress = jobs.running(job.documentId)?.progress ?? null;
    if (progress) output.progress(`${progress.phase} ${progress.done} of ${progress.total}`);
  }, 1000);
  const cancel = () => void jobs.cancel(job.documentId).catch(() => undefined);
  process.once('SIGINT', cancel);
  try {
    return await done;
  } finally {
    clearInterval(timer);
    process.off('SIGINT', cancel);
  }
}
