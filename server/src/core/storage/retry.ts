import { setTimeout as sleep } from 'node:timers/promises';

import { KeepsakeError } from '../errors';
import { TransportError } from './transport-error';

/** How often and how patiently something is tried again. */
export interface RetryPolicy {
  /** All in all, the first one included. */
  attempts: number;
  /** Upper limit of the first wait in milliseconds; it doubles each time. */
  baseMs: number;
  /** Upper limit of any wait, one that the other side asked for included. */
  maxMs: number;
  /** Default: a timer, which the signal ends by an error. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** Five attempts within about 8 seconds on average, longer where the storage asks for it. */
export const PATIENT: RetryPolicy = { attempts: 5, baseMs: 1000, maxMs: 60_000 };

/**
 * Does `work` again after a transient error, waiting a random part of a limit that doubles ("full jitter": many
 * workers that failed together must not come back together). A permanent error is thrown at once.
 *
 * @throws what the last attempt threw, or `aborted`
 */
export async function retrying<T>(
  policy: RetryPolicy,
  work: (attempt: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      await waitToRetry(policy, attempt, error, signal);
    }
  }
}

/** The pause after the given attempt failed. Throws `error` when there is to be no other, or `aborted`. */
export async function waitToRetry(
  { attempts, baseMs, maxMs, wait = pause }: RetryPolicy,
  attempt: number,
  error: unknown,
  signal?: AbortSignal,
): Promise<void> {
  if (!(error instanceof KeepsakeError) || !error.transient || attempt >= attempts) throw error;
  const asked = error instanceof TransportError ? error.retryAfterMs : null;
  const limit = Math.min(baseMs * 2 ** (attempt - 1), maxMs);
  const ms = Math.max(Math.min(asked ?? 0, maxMs), Math.random() * limit);
  await wait(ms, signal).catch(() => {
    throw aborted(error);
  });
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return sleep(ms, undefined, signal ? { signal } : {});
}

function aborted(cause: KeepsakeError): KeepsakeError {
  return new KeepsakeError('aborted', 'Cancelled while waiting for another attempt.', {
    item: cause.item,
    cause,
  });
}
