import { KeepsakeError } from '../../../server/src/core/errors';
import { retrying } from '../../../server/src/core/storage/retry';
import {
  parseRetryAfter,
  TransportError,
  transportError,
  withoutQueries,
} from '../../../server/src/core/storage/transport-error';

const transient = (retryAfterMs: number | null = null) =>
  new TransportError('storage_unreachable', 'made up', { transient: true, retryAfterMs, item: 'object' });

describe('Trying again', () => {
  let waits: number[];
  const policy = {
    attempts: 4,
    baseMs: 100,
    maxMs: 5000,
    wait: async (ms: number) => void waits.push(ms),
  };
  beforeEach(() => {
    waits = [];
  });

  it('ends with the first success', async () => {
    const work = jest.fn().mockRejectedValueOnce(transient()).mockResolvedValue('done');
    expect(await retrying(policy, work)).toBe('done');
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('ends with the last error', async () => {
    const last = transient();
    const work = jest.fn().mockRejectedValue(last);
    await expect(retrying(policy, work)).rejects.toBe(last);
    expect(work).toHaveBeenCalledTimes(4);
    expect(waits).toHaveLength(3);
  });

  it('does not happen after a permanent error, or one that nobody knows', async () => {
    for (const error of [new KeepsakeError('object_missing', 'made up'), new Error('made up')]) {
      const work = jest.fn().mockRejectedValue(error);
      await expect(retrying(policy, work)).rejects.toBe(error);
      expect(work).toHaveBeenCalledTimes(1);
    }
  });

  it('waits a random part of a limit that doubles', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    await retrying(policy, jest.fn().mockRejectedValue(transient())).catch(() => undefined);
    random.mockRestore();
    expect(waits).toEqual([50, 100, 200]);
  });

  it('waits as long as it was asked to, within its limit', async () => {
    const work = jest
      .fn()
      .mockRejectedValueOnce(transient(3000))
      .mockRejectedValueOnce(transient(3_600_000))
      .mockResolvedValue('done');
    await retrying(policy, work);
    expect(waits).toEqual([3000, 5000]);
  });

  it('stops waiting when it is cancelled', async () => {
    const controller = new AbortController();
    const waiting = retrying(
      { attempts: 3, baseMs: 1, maxMs: 60_000 },
      () => Promise.reject(transient(60_000)),
      controller.signal,
    );
    setImmediate(() => controller.abort());
    await expect(waiting).rejects.toMatchObject({ code: 'aborted', item: 'object' });
  });
});

describe('What is made of a provider’s error', () => {
  const of = (thrown: unknown) => transportError(thrown, 'putting', 'object', 'made-up') as TransportError;

  it.each<[string, object, string, boolean, number | null]>([
    ['AWS', { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, 'storage_unreachable', true, 503],
    ['AWS', { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }, 'storage_denied', false, 403],
    [
      'AWS, a body that was cut',
      { name: 'IncompleteBody', $metadata: { httpStatusCode: 400 } },
      'storage_unreachable',
      true,
      400,
    ],
    ['Azure', { name: 'RestError', code: 'ServerBusy', statusCode: 503 }, 'storage_unreachable', true, 503],
    [
      'Azure',
      { name: 'RestError', code: 'ContainerNotFound', statusCode: 404 },
      'storage_bucket_missing',
      false,
      404,
    ],
    ['Google', { name: 'Error', code: 429 }, 'storage_unreachable', true, 429],
    ['axios', { name: 'AxiosError', response: { status: 401 } }, 'storage_denied', false, 401],
    [
      'fetch',
      { name: 'TypeError', cause: { name: 'Error', code: 'ECONNREFUSED' } },
      'storage_unreachable',
      true,
      null,
    ],
    [
      'several addresses',
      { name: 'AggregateError', errors: [{ code: 'ETIMEDOUT' }] },
      'storage_unreachable',
      true,
      null,
    ],
    ['an unknown host', { name: 'Error', code: 'ENOTFOUND' }, 'storage_failed', false, null],
    [
      'a full disk',
      { name: 'XMinioStorageFull', $metadata: { httpStatusCode: 507 } },
      'storage_full',
      false,
      507,
    ],
  ])('%s: %j is %s, transient: %s', (_, thrown, code, isTransient, status) => {
    expect(of(thrown)).toMatchObject({ code, transient: isTransient, status, item: 'object' });
  });

  it('keeps how long it is to wait', () => {
    const headers = { 'retry-after': '7' };
    expect(of({ $response: { headers }, $metadata: { httpStatusCode: 503 } }).retryAfterMs).toBe(7000);
    expect(of({ response: { status: 503, headers: new Headers(headers) } }).retryAfterMs).toBe(7000);
    expect(of({ response: { status: 503 } }).retryAfterMs).toBeNull();
  });

  it('reads a pause in seconds and as a date', () => {
    expect(parseRetryAfter('120')).toBe(120_000);
    expect(parseRetryAfter(new Date(0).toUTCString())).toBe(0);
    expect(parseRetryAfter('soon')).toBeNull();
    expect(parseRetryAfter(null)).toBeNull();
  });

  it('keeps nothing of a query string', () => {
    const text = 'GET https://bucket.example/key?X-Amz-Signature=abc&x=1 failed, see "http://h/p?token=t"';
    expect(withoutQueries(text)).toBe('GET https://bucket.example/key?… failed, see "http://h/p?…"');
    const error = of(new Error('at https://account.example/c/b?sig=secret'));
    expect(String((error.cause as Error).message)).not.toContain('secret');
  });
});
