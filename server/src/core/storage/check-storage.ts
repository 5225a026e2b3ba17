import { randomBytes } from 'node:crypto';

import type { StorageCheck, StorageCheckStep } from '../../../../shared/contracts/storage';
import { asKeepsakeError, KeepsakeError } from '../errors';
import type { Storage } from './storage';

const PROBE_BYTES = 64 * 1024;

type Step = StorageCheck['steps'][number];

/**
 * Tries out what every backup and restore needs of a storage, with a small object of random bytes that is gone
 * afterwards. Never throws for what is wrong: it is the answer that says so.
 */
export async function checkStorage(storage: Storage): Promise<StorageCheck> {
  const started = performance.now();
  const name = `probe-${randomBytes(8).toString('hex')}`;
  const bytes = randomBytes(PROBE_BYTES);
  let back: Buffer | null = null;
  const steps = await inTurn([
    // A copy: a storage may take the memory that it is given.
    ['write', async () => void (await storage.put(name, Buffer.from(bytes)))],
    ['read', async () => void (back = await storage.get(name))],
    ['compare', async () => assertSame(name, bytes, back)],
    ['delete', () => removeForGood(storage, name)],
  ]);
  if (steps.at(-1)?.state !== 'ok') await storage.delete(name).catch(() => undefined);
  const isPublic = await storage.isPublic().catch(() => null);
  return { steps, isPublic, milliseconds: Math.round(performance.now() - started) };
}

async function inTurn(steps: [StorageCheckStep, () => Promise<void>][]): Promise<Step[]> {
  const done: Step[] = [];
  for (const [name, run] of steps) {
    const hasFailed = done.some(({ state }) => state === 'failed');
    done.push(hasFailed ? { name, state: 'skipped', error: null } : await taken(name, run));
  }
  return done;
}

async function taken(name: StorageCheckStep, run: () => Promise<void>): Promise<Step> {
  try {
    await run();
    return { name, state: 'ok', error: null };
  } catch (caught) {
    const { code, message, hint } = asKeepsakeError(caught);
    return { name, state: 'failed', error: { code, message, hint } };
  }
}

async function assertSame(name: string, written: Buffer, read: Buffer | null): Promise<void> {
  if (read?.equals(written)) return;
  throw unfaithful(name, 'it reads back other than it was written');
}

async function removeForGood(storage: Storage, name: string): Promise<void> {
  await storage.delete(name);
  const code = await storage.get(name).then(
    () => null,
    (error: unknown) => asKeepsakeError(error).code,
  );
  if (code !== 'object_missing') throw unfaithful(name, 'it was deleted and can still be read');
}

function unfaithful(name: string, what: string): KeepsakeError {
  return new KeepsakeError('storage_unfaithful', `The storage took object ${name}, but ${what}.`, {
    item: name,
    hint: 'Check that no cache (CDN) and no proxy stands between Keepsake and the storage, then try again.',
  });
}
