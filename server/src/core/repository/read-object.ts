import { KeepsakeError } from '../errors';
import type { ByteRange, Storage } from '../storage/storage';
import { objectMissing, objectTruncated } from './damage';

/**
 * The one way in which the repository reads an object: exactly the bytes asked for, or an error that says what to do.
 * Errors about reaching the storage pass through as they are.
 */
export async function readObject(storage: Storage, name: string, range?: ByteRange): Promise<Buffer> {
  const bytes = await storage.get(name, range).catch((error: unknown) => {
    const code = error instanceof KeepsakeError ? error.code : '';
    if (code === 'object_missing') throw objectMissing(name, error);
    if (code === 'object_truncated') throw objectTruncated(name, error);
    throw error;
  });
  if (range && bytes.length !== range.length) throw objectTruncated(name);
  return bytes;
}
