import type { HealthCheck } from '../../../../../shared/contracts/health';
import { ageOf, found, spanOf } from '../found';
import type { HealthFacts } from '../health-facts';

const BAD = ['failed', 'partial', 'interrupted'];
/** Nobody asked these to end well: they were made to fail, or only looked. */
const COUNTED = ['backup', 'verify', 'drill', 'maintenance', 'keys', 'restore', 'version'];
const FEW = 4;

export function checkFailures({ endedJobs }: Pick<HealthFacts, 'endedJobs'>): HealthCheck {
  const counted = endedJobs.filter(({ type, state }) => COUNTED.includes(type) && state !== 'cancelled');
  const bad = counted.filter(({ state }) => BAD.includes(state));
  const backups = counted.filter(({ type }) => type === 'backup');
  const advice = 'See in the list of jobs why.';
  const inARow = backups.findIndex(({ state }) => !BAD.includes(state));
  const failing = inARow === -1 ? backups.length : inARow;
  if (failing > 0)
    return found(
      'failures',
      failing > 1 ? 'red' : 'warn',
      'backups_failing',
      failing === 1 ? 'The last backup did not succeed.' : `The last ${failing} backups did not succeed.`,
      {
        advice,
        values: { failing },
      },
    );
  const values = { bad: bad.length, jobs: counted.length };
  const message = `${bad.length} of ${counted.length} jobs of the last week did not succeed.`;
  const isOften = counted.length >= FEW && bad.length > counted.length / 4;
  if (isOften) return found('failures', 'warn', 'jobs_failing', message, { advice, values });
  return found('failures', 'ok', 'jobs_well', message, { values });
}

const SILENT_SECONDS = 10 * 60;
/** A restore on SQLite has the only connection, and cannot give signs of life. */
const SILENT_RESTORE_SECONDS = 40 * 60;
const WAITING_SECONDS = 60 * 60;

export function checkStuck({ openJobs, now }: Pick<HealthFacts, 'openJobs' | 'now'>): HealthCheck {
  const silent = openJobs.filter(({ state, type, heartbeatAt, createdAt }) => {
    if (state !== 'running') return false;
    const limit = type === 'restore' ? SILENT_RESTORE_SECONDS : SILENT_SECONDS;
    return ageOf(heartbeatAt ?? createdAt, now) > limit;
  });
  if (silent.length > 0)
    return found(
      'stuck',
      'red',
      'jobs_silent',
      `${silent.length} running jobs have given no sign of life for ten minutes.`,
      {
        advice: 'Restart the server that runs them, or cancel them in the list of jobs.',
        values: { jobs: silent.length },
      },
    );
  const waits = openJobs
    .filter(({ state }) => state === 'queued')
    .map(({ createdAt, runAfter }) => ageOf(Math.max(Date.parse(createdAt), Number(runAfter ?? 0)), now));
  const longest = Math.max(0, ...waits);
  if (longest > WAITING_SECONDS)
    return found('stuck', 'warn', 'jobs_waiting', `A job has waited for ${spanOf(longest)}.`, {
      advice: 'See that a server runs whose KEEPSAKE_ROLE is all or worker.',
      age: longest,
      values: { ageSeconds: longest },
    });
  return found('stuck', 'ok', 'jobs_moving', 'No job is stuck.');
}
