import type { Core } from '@strapi/strapi';

import { asKeepsakeError } from '../core/errors';
import { currentRole } from '../role';
import { pluginService } from '../services/plugin-service';
import { keepsakeConfig } from '../services/repository/private-directory';

const FIRST_AFTER_MS = 1000;
const firstTicks = new WeakMap<Core.Strapi, NodeJS.Timeout>();

/**
 * What Strapi's cron does for Keepsake: it only ticks. Whether anything is due is the schedules' to say, and of several
 * processes whose ticks come at once one does the work.
 *
 *   KEEPSAKE_ROLE   ticks
 *   all, worker     yes, unless `cron.builtIn` is false
 *   web, cli        no
 */
export function addTicks(strapi: Core.Strapi): void {
  const role = currentRole();
  if (role === 'web' || role === 'cli' || !keepsakeConfig(strapi).cron.builtIn) return;
  const upkeep = () => pluginService(strapi, 'upkeep');
  strapi.cron.add({
    'keepsake processor': {
      task: () => tick(strapi, () => upkeep().processor('process')),
      options: { rule: '* * * * *' },
    },
    'keepsake maintenance': {
      task: () => tick(strapi, () => upkeep().maintenance('full')),
      options: { rule: '17 4 * * *' },
    },
    'keepsake health': {
      task: () => tick(strapi, () => pluginService(strapi, 'health').check()),
      options: { rule: '27 */6 * * *' },
    },
    'keepsake compact': {
      task: () => tick(strapi, () => upkeep().maintenance('compact')),
      options: { rule: '47 4 1 * *' },
    },
  });
  // What came due while nothing ran is not to wait for the next minute, and the daily work not for the next night; but
  // the site is to be up first.
  const catchUp = async () => {
    await upkeep().processor('process');
    await upkeep().catchUp();
  };
  firstTicks.set(strapi, setTimeout(() => void tick(strapi, catchUp), FIRST_AFTER_MS).unref());
}

/** Before Strapi ends; it stops the others itself. */
export function cancelFirstTick(strapi: Core.Strapi): void {
  clearTimeout(firstTicks.get(strapi));
}

/** What goes wrong is said, and tried again by the next one. */
async function tick(strapi: Core.Strapi, work: () => Promise<unknown>): Promise<void> {
  if (pluginService(strapi, 'upkeep').mustWait()) return;
  try {
    await work();
  } catch (caught) {
    const error = asKeepsakeError(caught);
    // Another process is at it; or this one is going down.
    if (['upkeep_busy', 'stopped', 'job_elsewhere'].includes(error.code)) return;
    strapi.log.error(`keepsake: ${error.message} ${error.hint}`);
  }
}
