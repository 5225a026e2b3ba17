import { createJobKinds } from '../../../server/src/services/jobs/job-kinds';
import type { JobKind } from '../../../server/src/services/jobs/job-kinds';
import { createJobLog, withoutSecrets } from '../../../server/src/services/jobs/job-log';
import { createSilence } from '../../../server/src/services/jobs/silence';
import { createSlots } from '../../../server/src/services/jobs/slots';

describe('Slots for jobs', () => {
  it('are as many as there may be jobs at once, and one for what writes', () => {
    const slots = createSlots(3);
    const writer = slots.take(true)!;
    expect(slots.take(true)).toBeNull();
    expect(slots.isFree(true)).toBe(false);
    slots.take(false);
    slots.take(false);
    expect(slots.take(false)).toBeNull();
    writer();
    writer();
    expect(slots.take(true)).not.toBeNull();
    expect(slots.isFree(false)).toBe(false);
  });
});

describe('The silence of a process', () => {
  it('is counted from the last change of its sign of life that was seen here', () => {
    let now = 1000;
    const silence = createSilence(() => now);
    expect(silence.of('job', 'a')).toBe(0);
    now += 40;
    expect(silence.of('job', 'a')).toBe(40);
    expect(silence.of('job', 'b')).toBe(0);
    now += 5;
    expect(silence.of('job', 'b')).toBe(5);
    silence.keepOnly(['another']);
    expect(silence.of('job', 'b')).toBe(0);
  });
});

describe('The log of a job', () => {
  it('goes on where it was, and keeps the last two hundred lines', () => {
    const log = createJobLog([{ number: 7, at: '2026-01-01T00:00:00.000Z', level: 'info', text: 'before' }]);
    for (let line = 0; line < 250; line += 1) log.add(`line ${line}`, 'warn');
    const lines = log.lines();
    expect(lines).toHaveLength(200);
    expect(lines[0]).toMatchObject({ number: 58, text: 'line 50', level: 'warn' });
    expect(lines.at(-1)).toMatchObject({ number: 257, text: 'line 249' });
    log.add('x'.repeat(10_000));
    expect(log.lines().at(-1)!.text).toHaveLength(500);
  });

  it.each([
    ['connect to postgres://site:hunter2@db:5432/site', 'connect to postgres://…@db:5432/site'],
    [
      'GET https://b.example/x?X-Amz-Signature=abc&part=2',
      'GET https://b.example/x?X-Amz-Signature=…&part=2',
    ],
    ['password: hunter2, user: site', 'password: …, user: site'],
    ['{"secretKey":"x","token":"abc.def"}', '{"secretKey":"x","token":"…"}'],
    ['authorization: Bearer abc.def.ghi', 'authorization: …'],
    ['nothing of the kind: 12 of 40', 'nothing of the kind: 12 of 40'],
  ])('keeps no secret: %s', (text, kept) => {
    expect(withoutSecrets(text)).toBe(kept);
  });
});

describe('The kinds of jobs', () => {
  it('are known by their names, each once, and made when they are asked for', () => {
    const kinds = createJobKinds();
    const kind = { kind: 'verify', writes: false } as JobKind;
    const load = jest.fn(() => kind);
    kinds.add('verify', load);
    expect(load).not.toHaveBeenCalled();
    expect(kinds.find('verify')).toBe(kind);
    expect(kinds.find('another')).toBeNull();
    expect(() => kinds.add('verify', load)).toThrow(/verify/);
  });
});
