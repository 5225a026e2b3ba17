import { buffer } from 'node:stream/consumers';
import { KeepsakeError } from '../../../server/src/core/errors';
import { assertObjectName } from '../../../server/src/core/storage/object-name';
import type { ByteRange, Storage } from '../../../server/src/core/storage/storage';

/** A storage of this process's memory, open to every kind of misfortune. */
export interface MemoryStorage extends Storage {
  objects: Map<string, Buffer>;
  /** `put <name>`, `get <name>`, `delete <name>`, in order. */
  log: string[];
  /** Called before each operation; may throw, wait, or change `objects`. */
  before: (operation: string, name: string) => void | Promise<void>;
  /** Called after a put took effect. */
  afterPut: (name: string) => void | Promise<void>;
  list(prefix: string): Promise<string[]>;
}

export function createMemoryStorage(objects = new Map<string, Buffer>()): MemoryStorage {
  const storage: MemoryStorage = {
    provider: 'memory',
    location: 'this process',
    can: { range: true, list: true },
    objects,
    log: [],
    before: () => undefined,
    afterPut: () => undefined,

    async put(name, body, options = {}) {
      assertObjectName(name);
      await enter('put', name);
      if (options.signal?.aborted) throw new KeepsakeError('aborted', 'cancelled', { item: name });
      const bytes = Buffer.isBuffer(body)
        ? Buffer.from(body)
        : await buffer(body).catch((cause: unknown) => {
            throw new KeepsakeError('storage_failed', 'the source broke', { item: name, cause });
          });
      objects.set(name, bytes);
      await storage.afterPut(name);
    },

    async get(name, range) {
      assertObjectName(name);
      await enter('get', name);
      const bytes = objects.get(name);
      if (!bytes) throw new KeepsakeError('object_missing', `no ${name}`, { item: name });
      return Buffer.from(range ? cut(name, bytes, range) : bytes);
    },

    async delete(name) {
      assertObjectName(name);
      await enter('delete', name);
      objects.delete(name);
    },

    async isPublic() {
      return false;
    },

    async list(prefix) {
      return [...objects.keys()].filter((name) => name.startsWith(prefix)).sort();
    },
  };

  async function enter(operation: string, name: string): Promise<void> {
    storage.log.push(`${operation} ${name}`);
    await storage.before(operation, name);
  }

  return storage;
}

/** The same objects in a storage of their own. */
export function copyOf(storage: MemoryStorage): MemoryStorage {
  return createMemoryStorage(new Map(storage.objects));
}

function cut(name: string, bytes: Buffer, { start, length }: ByteRange): Buffer {
  if (!(start >= 0 && length >= 0 && start + length <= bytes.length)) {
    throw new KeepsakeError('object_truncated', `${name} is short`, { item: name });
  }
  return bytes.subarray(start, start + length);
}
