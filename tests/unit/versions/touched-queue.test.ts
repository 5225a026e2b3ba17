import { createTouchedQueue } from '../../../server/src/services/versions/touched-queue';

const named = (documents: Map<string, Set<string>>) => [...documents].map(([uid, ids]) => [uid, [...ids]]);

describe('The queue of touched documents', () => {
  it('holds each document once, however often it changed', () => {
    const queue = createTouchedQueue(10);
    for (let time = 0; time < 1000; time += 1) queue.add('a', `${time % 3}`);
    expect(queue.size).toBe(3);
    expect(named(queue.take(10).documents)).toEqual([['a', ['0', '1', '2']]]);
    expect(queue.isEmpty).toBe(true);
  });

  it('never holds more than its limit: what is over it is everything', () => {
    const queue = createTouchedQueue(100);
    for (let at = 0; at < 100_000; at += 1) {
      queue.add('a', `${at}`);
      expect(queue.size).toBeLessThanOrEqual(100);
    }
    expect(queue.take(10)).toEqual({ documents: new Map(), everything: true });
    expect(queue.isEmpty).toBe(true);
  });

  it('is taken in parts, and what could not be dealt with is put back beside what came meanwhile', () => {
    const queue = createTouchedQueue(100);
    for (const id of ['1', '2', '3']) queue.add('a', id);
    queue.add('b', '1');
    const first = queue.take(2);
    expect(named(first.documents)).toEqual([['a', ['1', '2']]]);
    queue.add('a', '2');
    queue.putBack(first);
    expect(queue.size).toBe(4);
    expect(named(queue.take(100).documents)).toEqual([
      ['a', ['3', '2', '1']],
      ['b', ['1']],
    ]);
  });
});
