import type { Readable } from 'node:stream';

/**
 * Where a repository keeps its objects. Names are flat and opaque (`[a-z0-9-]`, at most 80 characters).
 *
 * What an adapter promises, and the contract test holds it to:
 * - `put` is durable when its promise settles, and never lets a reader see half an object, whatever fails;
 *   putting a name again replaces the object as a whole.
 * - `get` of a name that does not exist throws `object_missing`; of a range outside the object `object_truncated`.
 * - `delete` of a name that does not exist is no error.
 * - an error is a `KeepsakeError` whose `item` is the object's name and whose `transient` is honest.
 */
export interface Storage {
  /** Which adapter this is, for people: `private`, or a provider's package name. */
  readonly provider: string;
  /** Where it is, for people; no credentials. */
  readonly location: string;
  readonly can: {
    /** `get` with a range reads only that range. Without it the whole object is read and cut. */
    range: boolean;
    /** `list` is there. */
    list: boolean;
  };
  put(name: string, body: Buffer | Readable, options?: PutOptions): Promise<void | Buffer>;
  get(name: string, range?: ByteRange): Promise<Buffer>;
  delete(name: string): Promise<void>;
  /** Whether a stranger who knows an object's name can read it: ciphertext then, but no more than that. */
  isPublic(): Promise<boolean>;
  /** Names that start with `prefix`; for tests and clean-ups, never needed to find a backup. */
  list?(prefix: string): Promise<string[]>;
}

export interface PutOptions {
  signal?: AbortSignal;
  /**
   * Bytes that the object is known to have: where the adapter can tell, it is replaced only if it still has these, and
   * otherwise `object_changed` is thrown. One that cannot replaces it.
   */
  over?: Buffer;
  /**
   * The caller does not touch `body` again, so that it may move to another thread instead of being copied there. Then
   * `put` gives the memory that came back from there, to be used again.
   */
  givenAway?: boolean;
}

/** `length` bytes from `start`, both in bytes, `start` zero-based. */
export interface ByteRange {
  start: number;
  length: number;
}
