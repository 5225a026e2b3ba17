import type { Core } from '@strapi/strapi';

import type { HealthCheck } from '../../../../../shared/contracts/health';
import { checkPdfHealth } from '../../exports/pdf-browser';
import { hasOneConnection } from '../../has-one-connection';
import { ownRows } from '../../own-rows';
import { openConsistentRead } from '../../snapshots/consistent-read';
import { found } from '../found';
import type { HealthFacts } from '../health-facts';

const NOW: Partial<Record<string, string>> = {
  postgres: 'select extract(epoch from clock_timestamp()) * 1000 as now',
  mysql: 'select unix_timestamp(now(3)) * 1000 as now',
};

/** Schedules and expiries go by this process's clock, leases of others by theirs. */
export async function checkClock({ strapi }: HealthFacts): Promise<HealthCheck[]> {
  const sql = NOW[strapi.db.dialect.client];
  // A file has no clock of its own.
  if (!sql) return [];
  const before = Date.now();
  const answer = (await strapi.db.connection.raw(sql)) as
    { rows?: { now: unknown }[] } | [{ now: unknown }[]];
  const after = Date.now();
  const [row] = Array.isArray(answer) ? answer[0] : (answer.rows ?? []);
  const seconds = Math.round((Number(row?.now) - (before + after) / 2) / 100) / 10;
  const values = { seconds: Math.abs(seconds) };
  const message = `The clocks of the app and the database are ${values.seconds} s apart.`;
  const state = values.seconds > 60 ? 'red' : values.seconds > 5 ? 'warn' : 'ok';
  const advice = state === 'ok' ? '' : 'Have both set their clocks by NTP.';
  return [
    found('clock', state, state === 'ok' ? 'clock_right' : 'clock_skewed', message, { advice, values }),
  ];
}

/** A database that a thread cannot open is read by the one that answers requests. */
export function checkReader({ strapi }: HealthFacts): HealthCheck {
  if (readsInThread(strapi))
    return found('reader', 'ok', 'reader_thread', 'Backups are read by a thread of their own.');
  return found(
    'reader',
    'warn',
    'reader_inside',
    'Backups are read by the thread that answers requests, which slows it down.',
    {
      advice: "Write the database's settings without functions, which cannot cross to a thread.",
    },
  );
}

function readsInThread(strapi: Core.Strapi): boolean {
  // Making it ready copies the file; a copy is always opened by a thread.
  if (hasOneConnection(strapi)) return true;
  const read = openConsistentRead(strapi);
  void read.close();
  return read.access !== null;
}

/** Starts the browser that makes PDF, on a site that has made some; on others it is nobody's concern. */
export async function checkBrowser({ strapi, storage }: HealthFacts): Promise<HealthCheck[]> {
  const used = await ownRows(strapi, 'plugin::keepsake.export').count({ where: { format: 'pdf' } });
  if (used === 0 || storage === null) return [];
  const { available, reason, warning, version } = await checkPdfHealth(strapi);
  if (!available)
    return [
      found('browser', 'warn', 'browser_missing', `PDF cannot be made: ${reason ?? ''}`, {
        advice: 'docs/pdf.md says where a browser is looked for.',
        values: { why: reason ?? '' },
      }),
    ];
  if (warning)
    return [
      found('browser', 'warn', 'browser_open', warning, {
        advice: 'Let the server run as a user of its own.',
      }),
    ];
  const message = `PDF is made by ${version ?? 'a browser'}, in a sandbox.`;
  return [found('browser', 'ok', 'browser_ready', message, { values: { version: version ?? '' } })];
}
