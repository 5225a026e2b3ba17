import type { Readable } from 'node:stream';

import type { MediaFile, MediaReader } from '../core/media/media-store';
import type { ByteRange, Storage } from '../core/storage/storage';
import { Moved, remoteStream, serveStreams } from './remote-port';
import type { Caller, Methods } from './remote-port';

/** What a thread knows of the storage that it reaches through the main thread. */
export interface StorageTraits {
  provider: string;
  location: string;
  range: boolean;
}

export function traitsOf({ provider, location, can }: Storage): StorageTraits {
  return { provider, location, range: can.range };
}

/** Storage and media library for a thread: only the main thread has upload providers, which are Strapi's. */
export function serveStores(storage: Storage, media: MediaReader, signal: AbortSignal | undefined): Methods {
  const streams = serveStreams();
  return {
    'storage.put': async (name: string, body: Uint8Array, over?: Uint8Array) => {
      const known = over ? { over: asBuffer(over) } : {};
      await storage.put(name, asBuffer(body), { ...known, ...(signal ? { signal } : {}) });
      // Back to the thread, which can use it again: here it would wait for the collector.
      return isOwn(body) ? new Moved(asBuffer(body), [body.buffer as ArrayBuffer]) : undefined;
    },
    'storage.get': (name: string, range?: ByteRange) => storage.get(name, range),
    'storage.delete': (name: string) => storage.delete(name),
    'storage.isPublic': () => storage.isPublic(),
    'media.size': (file: MediaFile) => media.size(file),
    'media.read': async (file: MediaFile) => streams.add(await media.read(file)),
    'stream.next': (id: number) => streams.next(id),
    'stream.close': (id: number) => streams.close(id),
  };
}

export function remoteStorage({ provider, location, range: canRange }: StorageTraits, call: Caller): Storage {
  return {
    provider,
    location,
    can: { range: canRange, list: false },
    async put(name, body: Buffer | Readable, { givenAway = false, over } = {}) {
      if (!Buffer.isBuffer(body)) throw new TypeError('A thread stores whole objects only.');
      const isMoved = givenAway && isOwn(body);
      const back = await call('storage.put', [name, body, over], isMoved ? [body.buffer as ArrayBuffer] : []);
      return isMoved ? wholeOf(back as Uint8Array) : undefined;
    },
    get: async (name, range) => asBuffer((await call('storage.get', [name, range])) as Uint8Array),
    delete: async (name) => void (await call('storage.delete', [name])),
    isPublic: async () => (await call('storage.isPublic', [])) as boolean,
  };
}

export function remoteMedia(call: Caller): MediaReader {
  return {
    size: async (file) => (await call('media.size', [file])) as number | null,
    read: async (file) => remoteStream((await call('media.read', [file])) as number, call),
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Small buffers share a pool, which must not be given away with one of them. */
function isOwn(bytes: Uint8Array): boolean {
  return bytes.buffer.byteLength > Buffer.poolSize;
}

/** All the memory that `bytes` is a part of. */
function wholeOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer);
}
