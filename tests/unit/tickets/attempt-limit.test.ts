import { createAttemptLimit } from '../../../server/src/services/tickets/attempt-limit';

describe('the limit of attempts', () => {
  it('has somebody wait until the time is over, and nobody else', () => {
    let now = 0;
    const limit = createAttemptLimit(2, 60_000, () => now);
    limit.note('a');
    expect(limit.secondsToWait('a')).toBe(0);
    limit.note('a');
    expect([limit.secondsToWait('a'), limit.secondsToWait('b')]).toEqual([60, 0]);
    now = 45_500;
    expect(limit.secondsToWait('a')).toBe(15);
    now = 60_000;
    expect(limit.secondsToWait('a')).toBe(0);
    limit.note('a');
    expect(limit.secondsToWait('a')).toBe(0);
  });

  it('counts for nothing what is taken back', () => {
    const limit = createAttemptLimit(1, 60_000, () => 0);
    limit.takeBack('a');
    limit.note('a');
    limit.takeBack('a');
    expect(limit.secondsToWait('a')).toBe(0);
    limit.note('a');
    expect(limit.secondsToWait('a')).toBe(60);
  });

  it('forgets the oldest rather than remember everybody', () => {
    const limit = createAttemptLimit(1, 60_000, () => 0);
    for (let who = 0; who <= 10_000; who += 1) limit.note(String(who));
    expect([limit.secondsToWait('0'), limit.secondsToWait('1'), limit.secondsToWait('10000')]).toEqual([
      0, 60, 60,
    ]);
  });
});
