import type { HealthCheck } from '../../../../../shared/contracts/health';
import type { BackupRow } from '../../backups/backup-row';
import { ageOf, found, sizeOf, spanOf } from '../found';
import type { HealthFacts } from '../health-facts';

const HOUR = 3600;
const DAY = 24 * HOUR;

type Seen = Pick<HealthFacts, 'backups' | 'now' | 'config'>;

/** How old the newest good backup may be, from the schedules' promise; null where nothing is scheduled. */
export interface Promised {
  /** Seconds between two occurrences at most. */
  everySeconds: number;
}

const MAKE_NEW =
  'Make a new backup, which is built upon nothing of the old ones; docs/recovery.md says what of those can be used.';
const MAKE_ONE = 'Make a backup now, and see in the list of jobs why none was made.';

/** Found damaged by a verification, or other than it says by a drill. */
const isBroken = ({ error }: BackupRow) => error?.code === 'backup_broken' || error?.code === 'drill_failed';
const isGood = ({ state, error }: BackupRow) => (state === 'succeeded' || state === 'partial') && !error;

export function checkNewestBackup({ backups, now, config }: Seen, promised: Promised | null): HealthCheck {
  const newest = backups.find(isGood);
  const last = backups.find((row) => isGood(row) || isBroken(row));
  if (!newest) {
    if (last)
      return found('backup', 'red', 'backup_all_broken', 'No backup can be restored whole.', {
        advice: MAKE_NEW,
      });
    return found('backup', 'warn', 'backup_none', 'There is no backup yet.', { advice: 'Make a backup.' });
  }
  const age = ageOf(newest.startedAt, now);
  const span = spanOf(age);
  const values = { ageSeconds: age };
  if (last && isBroken(last)) {
    const why = last.error?.message ?? '';
    const message = `The newest backup is damaged: ${why}`;
    return found('backup', 'red', 'backup_broken', message, {
      advice: MAKE_NEW,
      age,
      values: { ...values, why },
    });
  }
  if (newest.state === 'partial') {
    const message = `The newest backup, ${span} old, lacks ${newest.problemCount} things.`;
    const partial = {
      advice: 'See on its page what is missing.',
      age,
      values: { ...values, problems: newest.problemCount },
    };
    return found('backup', 'warn', 'backup_partial', message, partial);
  }
  const state = lateness(age, promised, config.health.backupHours * HOUR);
  if (state === 'ok')
    return found('backup', 'ok', 'backup_fresh', `The newest good backup is ${span} old.`, {
      age,
      values,
    });
  const message = promised
    ? `The newest good backup is ${span} old, and one is promised every ${spanOf(promised.everySeconds)}.`
    : `The newest good backup is ${span} old.`;
  return promised
    ? found('backup', state, 'backup_late', message, {
        advice: MAKE_ONE,
        age,
        values: { ...values, everySeconds: promised.everySeconds },
      })
    : found('backup', state, 'backup_old', message, { advice: MAKE_ONE, age, values });
}

/** With a schedule, half an interval late is a warning and two intervals are red; without one it is never red. */
function lateness(age: number, promised: Promised | null, warnAfter: number): 'ok' | 'warn' | 'red' {
  if (!promised) return age > warnAfter ? 'warn' : 'ok';
  const { everySeconds } = promised;
  if (age > everySeconds * 3 + HOUR) return 'red';
  return age > everySeconds * 1.5 + HOUR ? 'warn' : 'ok';
}

export function checkVerified({ backups, now, config }: Seen): HealthCheck {
  const limit = config.health.verifiedDays * DAY;
  return provenWithin('verified', backups, (row) => row.verifiedAt, now, limit, {
    last: (span) => `The bytes of a backup were last read again ${span} ago.`,
    never: 'No backup has been verified yet.',
    advice: 'Verify all backups on the page Storage, or run keepsake verify.',
  });
}

/** Nothing where this version has no drills. */
export function checkProven({ strapi, backups, now, config }: HealthFacts): HealthCheck[] {
  if (!('provenAt' in strapi.contentType('plugin::keepsake.backup' as never).attributes)) return [];
  const limit = config.health.provenDays * DAY;
  const provenAt = (row: BackupRow) => (row as { provenAt?: string | null }).provenAt ?? null;
  return [
    provenWithin('proven', backups, provenAt, now, limit, {
      last: (span) => `A backup was last proven by a drill ${span} ago.`,
      never: 'No drill has proven a backup yet.',
      advice: 'Run a drill: keepsake drill.',
    }),
  ];
}

interface ProofTexts {
  last(span: string): string;
  never: string;
  advice: string;
}

/** A site whose first backup is younger than the limit is given that long. */
function provenWithin(
  id: 'verified' | 'proven',
  backups: BackupRow[],
  at: (row: BackupRow) => string | null,
  now: number,
  limit: number,
  texts: ProofTexts,
): HealthCheck {
  const good = backups.filter(isGood);
  const times = good.map(at).filter((time) => time !== null);
  const last = times.sort().at(-1);
  if (last === undefined) {
    const oldest = good.at(-1);
    const isDue = oldest !== undefined && ageOf(oldest.startedAt, now) > limit;
    return found(id, isDue ? 'warn' : 'unknown', `${id}_never`, texts.never, { advice: texts.advice });
  }
  const age = ageOf(last, now);
  const values = { ageSeconds: age };
  const message = texts.last(spanOf(age));
  if (age <= limit) return found(id, 'ok', `${id}_fresh`, message, { age, values });
  return found(id, 'warn', `${id}_old`, message, { advice: texts.advice, age, values });
}

const COMPARED = 5;
const FEW_DOCUMENTS = 20;

/** A site that lost most of its content is backed up faithfully: nobody may notice until the old backups are gone. */
export function checkContent({ backups }: Pick<HealthFacts, 'backups'>): HealthCheck {
  const [newest, ...before] = backups.filter(isGood).slice(0, COMPARED + 1);
  if (!newest || before.length < 2)
    return found('content', 'unknown', 'content_unknown', 'There are too few backups to compare.');
  const documents = median(before.map((row) => row.documents));
  const bytes = median(before.map((row) => Number(row.bytes)));
  const lost = documents < FEW_DOCUMENTS ? 0 : 1 - newest.documents / documents;
  const shrunk = bytes < 1_000_000 ? 0 : 1 - Number(newest.bytes) / bytes;
  const advice =
    'Compare it with the one before. If content was lost, pin an old backup before retention takes it.';
  const values = {
    documents: newest.documents,
    before: documents,
    newestBytes: Number(newest.bytes),
    beforeBytes: bytes,
  };
  const state = lost > 0.8 ? 'red' : lost > 0.3 || shrunk > 0.5 ? 'warn' : 'ok';
  if (state === 'ok') {
    const message = `The newest backup holds ${newest.documents} documents, those before it about ${documents}.`;
    return found('content', 'ok', 'content_steady', message, { values });
  }
  const message =
    `The newest backup holds ${newest.documents} documents and ${sizeOf(values.newestBytes)}; ` +
    `those before it about ${documents} and ${sizeOf(bytes)}.`;
  return found('content', state, 'content_dropped', message, { advice, values });
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const WEEK_MS = 7 * DAY * 1000;
const MUCH = 100_000_000;

/** What was added in the last week against the weeks before. */
export function checkGrowth({ backups, now }: Pick<HealthFacts, 'backups' | 'now'>): HealthCheck {
  const added = (from: number, to: number) =>
    backups
      .filter(({ startedAt }) => now - Date.parse(startedAt) >= from && now - Date.parse(startedAt) < to)
      .reduce((sum, { storedBytes }) => sum + Number(storedBytes), 0);
  const oldest = backups.at(-1);
  const weeksBefore = oldest ? Math.min(4, (now - Date.parse(oldest.startedAt)) / WEEK_MS - 1) : 0;
  const thisWeek = added(0, WEEK_MS);
  const values = { weekBytes: thisWeek };
  if (weeksBefore < 1)
    return found(
      'growth',
      'unknown',
      'growth_unknown',
      `Backups added ${sizeOf(thisWeek)} this week; there are no weeks to compare it with.`,
      { values },
    );
  const usual = added(WEEK_MS, WEEK_MS * (1 + weeksBefore) + 1) / weeksBefore;
  const both = { ...values, usualBytes: Math.round(usual) };
  const message = `Backups added ${sizeOf(thisWeek)} in the last week; ${sizeOf(usual)} a week are usual.`;
  if (thisWeek < MUCH || thisWeek < usual * 3)
    return found('growth', 'ok', 'growth_usual', message, { values: both });
  return found('growth', 'warn', 'growth_unusual', message, {
    advice: 'See which backup is large, and whether media was uploaded or changed in bulk.',
    values: both,
  });
}
