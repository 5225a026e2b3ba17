import { parseConfig } from '../../../server/src/config';
import type { BackupRow } from '../../../server/src/services/backups/backup-row';
import {
  checkContent,
  checkGrowth,
  checkNewestBackup,
  checkVerified,
} from '../../../server/src/services/health/checks/backup-checks';
import { promisedBy } from '../../../server/src/services/health/checks/schedule-checks';
import { checkFailures, checkStuck } from '../../../server/src/services/health/checks/job-checks';
import { checkQuota } from '../../../server/src/services/health/checks/space-checks';
import type { HealthFacts } from '../../../server/src/services/health/health-facts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3600_000;
const DAY = 24 * HOUR;
const config = parseConfig({});

function backup(hoursAgo: number, rest: Partial<BackupRow> = {}): BackupRow {
  const startedAt = new Date(NOW - hoursAgo * HOUR).toISOString();
  const row = { startedAt, state: 'succeeded', documents: 100, bytes: 10_000_000, storedBytes: 1000 };
  return { ...row, verifiedAt: null, error: null, problemCount: 0, ...rest } as BackupRow;
}

const stateOf = (backups: BackupRow[], everyHours: number | null = null) => {
  const promised = everyHours === null ? null : { everySeconds: everyHours * 3600 };
  const { state, code } = checkNewestBackup({ backups, now: NOW, config }, promised);
  return `${state} ${code}`;
};

describe('The newest backup', () => {
  it('is a warning while there is none', () => expect(stateOf([])).toBe('warn backup_none'));

  it.each([
    [167, null, 'ok backup_fresh'],
    [169, null, 'warn backup_old'],
    [20_000, null, 'warn backup_old'],
    [24, 24, 'ok backup_fresh'],
    [37, 24, 'ok backup_fresh'],
    [38, 24, 'warn backup_late'],
    [74, 24, 'red backup_late'],
  ])('of %s hours, with one promised every %s hours, is %s', (age, every, expected) => {
    expect(stateOf([backup(age)], every)).toBe(expected);
  });

  it('is not one that failed or is under way', () => {
    const bad = [backup(1, { state: 'running' }), backup(2, { state: 'failed' })];
    expect(stateOf([...bad, backup(400)])).toBe('warn backup_old');
    expect(stateOf(bad)).toBe('warn backup_none');
  });

  it('is red when it is damaged, though an older one is whole', () => {
    for (const code of ['backup_broken', 'drill_failed']) {
      const error = { code, message: 'It lacks x.', hint: '' };
      expect(stateOf([backup(1, { state: 'partial', error }), backup(30)])).toBe('red backup_broken');
    }
  });

  it('is a warning when something is missing from it', () => {
    expect(stateOf([backup(1, { state: 'partial', problemCount: 2 })])).toBe('warn backup_partial');
  });
});

describe('A verification', () => {
  const check = (backups: BackupRow[]) => checkVerified({ backups, now: NOW, config }).code;

  it('is asked for once the oldest backup is older than the limit', () => {
    expect(check([backup(24)])).toBe('verified_never');
    expect(checkVerified({ backups: [backup(24)], now: NOW, config }).state).toBe('unknown');
    expect(checkVerified({ backups: [backup(1), backup(800)], now: NOW, config }).state).toBe('warn');
  });

  it('counts from the newest one', () => {
    const at = (days: number) => ({ verifiedAt: new Date(NOW - days * DAY).toISOString() });
    expect(check([backup(1), backup(2, at(3)), backup(3, at(90))])).toBe('verified_fresh');
    expect(check([backup(1), backup(3, at(31))])).toBe('verified_old');
  });
});

describe('Content', () => {
  const check = (...documents: number[]) =>
    checkContent({ backups: documents.map((count, index) => backup(index, { documents: count })) }).state;

  it.each([
    [[100, 100], 'unknown'],
    [[100, 99, 101], 'ok'],
    [[71, 100, 100], 'ok'],
    [[69, 100, 100], 'warn'],
    [[19, 100, 100], 'red'],
    [[0, 19, 19], 'ok'],
    [[10, 100, 1, 100], 'red'],
  ])('of %j documents, newest first, is %s', (documents, expected) => {
    expect(check(...documents)).toBe(expected);
  });

  it('is a warning when half the bytes are gone', () => {
    const backups = [backup(0, { bytes: 4_000_000 }), backup(1), backup(2)];
    expect(checkContent({ backups })).toMatchObject({ state: 'warn', code: 'content_dropped' });
  });
});

describe('What schedules promise', () => {
  const runs = (...hours: number[]) => hours.map((at) => new Date(NOW + at * HOUR).toISOString());

  it('is the longest interval of the one that runs most often', () => {
    const daily = { enabled: true, nextRuns: runs(1, 25, 50, 74) };
    const weekly = { enabled: true, nextRuns: runs(3, 171) };
    expect(promisedBy([weekly, daily])).toEqual({ everySeconds: 25 * 3600 });
    expect(promisedBy([{ ...daily, enabled: false }])).toBeNull();
  });
});

describe('Growth', () => {
  it('is a warning when a week adds thrice what is usual', () => {
    const weekly = (newest: number) =>
      [1, 8, 15, 22, 30].map((days, index) =>
        backup(days * 24, { storedBytes: index === 0 ? newest : 100_000_000 }),
      );
    expect(checkGrowth({ backups: weekly(290_000_000), now: NOW }).state).toBe('ok');
    expect(checkGrowth({ backups: weekly(400_000_000), now: NOW }).state).toBe('warn');
    expect(checkGrowth({ backups: weekly(1).slice(0, 1), now: NOW }).state).toBe('unknown');
  });
});

describe('Jobs', () => {
  const failures = (...states: string[]) =>
    checkFailures({
      endedJobs: states.map((state) => ({ type: 'backup', state })) as HealthFacts['endedJobs'],
    });

  it.each([
    [['succeeded', 'failed'], 'ok'],
    [['failed', 'succeeded'], 'warn'],
    [['failed', 'partial', 'succeeded'], 'red'],
    [['cancelled', 'succeeded', 'succeeded'], 'ok'],
    [['succeeded', 'failed', 'succeeded', 'failed'], 'warn'],
    [[], 'ok'],
  ])('that ended %j, newest first, are %s', (states, expected) => {
    expect(failures(...states).state).toBe(expected);
  });

  const open = (state: string, minutes: number, type = 'backup') =>
    ({
      state,
      type,
      createdAt: new Date(NOW - minutes * 60_000).toISOString(),
      heartbeatAt: state === 'running' ? new Date(NOW - minutes * 60_000).toISOString() : null,
      runAfter: 0,
    }) as HealthFacts['openJobs'][number];

  it.each([
    ['running', 9, 'backup', 'ok'],
    ['running', 11, 'backup', 'red'],
    ['running', 30, 'restore', 'ok'],
    ['queued', 59, 'backup', 'ok'],
    ['queued', 62, 'backup', 'warn'],
  ])('%s for %s minutes, of kind %s, are %s', (state, minutes, type, expected) => {
    expect(checkStuck({ openJobs: [open(state, minutes, type)], now: NOW }).state).toBe(expected);
  });
});

describe('The quota', () => {
  const check = (used: number, backups: BackupRow[] = []) => {
    const settings = parseConfig({ storage: { quota: 1000 } });
    const repository = { storedBytes: () => used };
    return checkQuota({ config: settings, repository, backups, now: NOW } as unknown as HealthFacts)[0];
  };

  it('warns before it is reached, and is red when it nearly is', () => {
    expect([790, 800, 950].map((used) => check(used)?.state)).toEqual(['ok', 'warn', 'red']);
  });

  it('says in how many days it will be', () => {
    const daily = [1, 2, 3, 4, 5, 6].map((days) => backup(days * 24, { storedBytes: 50 }));
    expect(check(500, daily)).toMatchObject({ state: 'warn', code: 'quota_soon', values: { days: 10 } });
  });

  it('is not checked where there is none', () => {
    expect(checkQuota({ config, repository: null } as unknown as HealthFacts)).toEqual([]);
  });
});
