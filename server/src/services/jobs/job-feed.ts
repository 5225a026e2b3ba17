import type { Core } from '@strapi/strapi';

import type { Job } from '../../../../shared/contracts/jobs';
import { hasOneConnection } from '../has-one-connection';
import { pluginService } from '../plugin-service';
import { isEnded } from './job-row';

/**
 * What changes among the jobs of all processes, for pages and programs that follow them. One question a second to the
 * database, however many listen; none while nobody does.
 *
 *   idle ──first `follow`──▶ looking each second ──last one ends──▶ idle
 */
export interface JobFeed {
  /** Told of every job that is under way, and then of each change; of an ended job once. Returns how to end that. */
  follow(listen: (job: Job) => void): () => void;
}

const LOOK_MS = 1000;

export function createJobFeed({ strapi }: { strapi: Core.Strapi }): JobFeed {
  const jobs = () => pluginService(strapi, 'jobs');
  const listeners = new Set<(job: Job) => void>();
  /** As it was told last. */
  const known = new Map<string, { told: string; job: Job }>();
  let lastId: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let ownChange: (() => void) | null = null;
  let looking: Promise<void> | null = null;

  return {
    follow(listen) {
      listeners.add(listen);
      for (const { job } of known.values()) listen(job);
      if (listeners.size === 1) begin();
      return () => {
        listeners.delete(listen);
        if (listeners.size === 0) end();
      };
    },
  };

  function begin(): void {
    // A job of this process is told of at once when it begins or ends, and not a second later.
    ownChange = jobs().onChange(() => void lookSoon());
    timer = setInterval(() => void lookSoon(), LOOK_MS);
    timer.unref();
    void lookSoon();
  }

  function end(): void {
    if (timer) clearInterval(timer);
    ownChange?.();
    [timer, ownChange, lastId] = [null, null, null];
    known.clear();
  }

  /** A database that does not answer now is asked again a second later. */
  async function lookSoon(): Promise<void> {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = null));
    await looking;
  }

  async function look(): Promise<void> {
    if (hasOneConnection(strapi) && pluginService(strapi, 'closure').current()) {
      // The database is a restore's just now, and so is all that is to be told.
      return tell(jobs().ownRuns());
    }
    // Those made from now on are told of even when they end between two looks.
    const after = lastId ?? (await jobs().newestId());
    const found = await jobs().changes([...known.keys()], after);
    if (listeners.size === 0) return;
    lastId = found.lastId;
    tell(found.jobs);
  }

  function tell(jobsNow: Job[]): void {
    for (const job of jobsNow) {
      const told = JSON.stringify(job);
      if (known.get(job.documentId)?.told === told) continue;
      if (isEnded(job.state)) known.delete(job.documentId);
      else known.set(job.documentId, { told, job });
      for (const listen of listeners) listen(job);
    }
  }
}
