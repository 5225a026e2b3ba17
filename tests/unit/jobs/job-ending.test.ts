import { KeepsakeError } from '../../../server/src/core/errors';
import { backOffMs } from '../../../server/src/services/jobs/back-off';
import { endingOf, endingOfDead } from '../../../server/src/services/jobs/job-ending';
import { cancelled, expired, lost, stopped } from '../../../server/src/services/jobs/job-errors';

const tried = { attempt: 1, retries: 2, isDurable: true, resumable: true };
const passing = new KeepsakeError('storage_silent', 'Nobody answers.', { transient: true });
const lasting = new KeepsakeError('storage_full', 'It is full.');
const busy = new KeepsakeError('repository_busy', 'Another one writes.', { transient: true });

describe('A job whose try did not end well', () => {
  it('is tried again, later each time, until its tries are used up', () => {
    const now = Date.now();
    const first = endingOf(passing, tried, 1000)!;
    expect(first).toMatchObject({ state: 'queued', attempt: 1 });
    expect(first.runAfter - now).toBeGreaterThanOrEqual(500);
    expect(endingOf(passing, { ...tried, attempt: 2 }, 1000)).toMatchObject({ state: 'queued' });
    expect(endingOf(passing, { ...tried, attempt: 3 }, 1000)).toMatchObject({ state: 'failed' });
  });

  it('fails at once where the error will not pass, or nobody else could run it', () => {
    expect(endingOf(lasting, tried, 1000)).toEqual({ state: 'failed', attempt: 1, runAfter: 0 });
    expect(endingOf(passing, { ...tried, isDurable: false }, 1000)).toMatchObject({ state: 'failed' });
    expect(endingOf(busy, { ...tried, isDurable: false }, 1000)).toMatchObject({ state: 'failed' });
    expect(endingOf(expired(24), tried, 1000)).toMatchObject({ state: 'failed' });
  });

  it('waits while another one writes the repository, and loses no try by it', () => {
    const ending = endingOf(busy, { ...tried, retries: 0 }, 1000)!;
    expect(ending).toMatchObject({ state: 'queued', attempt: 0 });
    expect(ending.runAfter).toBeGreaterThan(Date.now());
  });

  it('is given back by a server that stops, or is interrupted where it must not be begun twice', () => {
    expect(endingOf(stopped(), tried, 1000)).toEqual({ state: 'queued', attempt: 0, runAfter: 0 });
    expect(endingOf(stopped(), { ...tried, resumable: false }, 1000)).toMatchObject({ state: 'interrupted' });
    expect(endingOf(stopped(), { ...tried, isDurable: false }, 1000)).toMatchObject({ state: 'interrupted' });
  });

  it('is cancelled when that was asked for, and is nothing of ours any more when it was taken over', () => {
    expect(endingOf(cancelled(), tried, 1000)).toMatchObject({ state: 'cancelled' });
    expect(endingOf(lost('a job'), tried, 1000)).toBeNull();
  });
});

describe('A job whose process died', () => {
  it('is run again where that does no harm, but not for ever', () => {
    const once = { ...tried, retries: 0 };
    expect(endingOfDead(once)).toMatchObject({ state: 'queued', attempt: 1 });
    expect(endingOfDead({ ...once, attempt: 2 })).toMatchObject({ state: 'queued' });
    expect(endingOfDead({ ...once, attempt: 3 })).toMatchObject({ state: 'interrupted' });
    expect(endingOfDead({ ...once, attempt: 3, retries: 5 })).toMatchObject({ state: 'queued' });
  });

  it('stays interrupted where it must not be begun twice, or nobody else could run it', () => {
    expect(endingOfDead({ ...tried, resumable: false })).toMatchObject({ state: 'interrupted' });
    expect(endingOfDead({ ...tried, isDurable: false })).toMatchObject({ state: 'interrupted' });
  });
});

describe('The wait before the next try', () => {
  it('doubles, is at most ten minutes, and lies between the half and the whole', () => {
    const [least, most] = [() => 0, () => 1];
    expect([1, 2, 3, 4].map((attempt) => backOffMs(attempt, 1000, most))).toEqual([1000, 2000, 4000, 8000]);
    expect([1, 2].map((attempt) => backOffMs(attempt, 1000, least))).toEqual([500, 1000]);
    expect(backOffMs(60, 1000, most)).toBe(600_000);
    expect(backOffMs(5000, 1000, most)).toBe(600_000);
  });
});
