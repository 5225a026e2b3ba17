import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import { KeepsakeError } from '../errors';
import { assertObjectName } from './object-name';
import { httpGet } from './http-get';
import type { HttpGet } from './http-get';
import { openUrl } from './open-url';
import type { OpenedUrl } from './open-url';
import { PATIENT, retrying } from './retry';
import type { RetryPolicy } from './retry';
import type { ByteRange, Storage } from './storage';
import { TransportError, transportError } from './transport-error';
import type { ProviderFile, UploadProvider } from './upload-provider';
import { learnUrlPattern } from './url-pattern';
import type { UrlPattern } from './url-pattern';

/**
 * Objects as files of an upload provider: put and deleted through it, read by URL.
 *
 * ```
 *   unknown ── first use: two small objects are put, read back, read as a stranger would, deleted ──▶ known
 *      ▲            │ anything fails                                                                    │
 *      └────────────┘ the next use tries again                                                          │
 *                                                                                  get, put, delete ◀───┘
 * ```
 *
 * The trial teaches where the provider keeps an object of a given name (no database is asked, so a bucket's settings
 * are enough to find everything again), whether ranges work, whether strangers can read, and which answer stands for
 * "not there". It also proves the credentials, without which that last answer would say nothing.
 */
export interface UploadProviderStorageOptions {
  provider: UploadProvider;
  /** Folder within the bucket; providers that know no folders leave it out. */
  folder: string;
  /** For people; no credentials. */
  location: string;
  /** Default: a plain request; a site behind a proxy has another. */
  get?: HttpGet;
  retry?: RetryPolicy;
  /** This long without a byte is taken for a dead connection, in milliseconds. Default: one minute. */
  idleMs?: number;
}

const EXTENSION = '.bin';
/** Slower than this and an upload is given up; a provider of its own accord waits for ever. */
const SLOWEST_BYTES_PER_MS = 16;
/** S3's library cuts anything larger into parts, which know no condition. */
const MOST_IN_ONE_REQUEST = 5_000_000;

interface Trial {
  pattern: UrlPattern;
  range: boolean;
  isPublic: boolean;
  /** What is answered for an object that is not there: 404, or 403 where the credentials may not list. */
  missing: number;
}

export function createUploadProviderStorage({
  provider,
  folder,
  location,
  get: request = httpGet,
  retry = PATIENT,
  idleMs = 60_000,
}: UploadProviderStorageOptions): Storage {
  let trial: Promise<Trial> | null = null;
  const known = { range: false };
  /** S3 buckets made since 2023 refuse every ACL; learned from the first refusal. */
  let withoutAcl = false;
  /** Learned likewise: the storage knows no conditions. */
  let cannotMatch = false;

  const tried = (): Promise<Trial> => {
    trial ??= tryOut().then(
      (result) => {
        known.range = result.range;
        return result;
      },
      (error: unknown) => {
        trial = null;
        throw error;
      },
    );
    return trial;
  };

  const storage: Storage = {
    provider: provider.name,
    location,
    can: {
      get range() {
        return known.range;
      },
      list: false,
    },

    async put(name, body, { signal, over } = {}) {
      assertObjectName(name);
      throwIfAborted(name, signal);
      // At most 64 MiB (see docs/format.md); another attempt needs the bytes again, and the check their number.
      const bytes = Buffer.isBuffer(body) ? body : await collect(name, body, signal);
      const { pattern } = await tried();
      await retrying(
        retry,
        async () => {
          if (!over || !(await replace(name, pattern.urlOf(name), bytes, over, signal)))
            await upload(name, bytes, signal);
          await checkSize(name, pattern.urlOf(name), bytes.length);
        },
        signal,
      );
    },

    async get(name, range) {
      assertObjectName(name);
      const { pattern, missing } = await tried();
      if (range) assertRange(name, range);
      const read = () => retrying(retry, () => readWhole(name, pattern.urlOf(name), range));
      return read().catch(async (error: unknown) => {
        throw await missingOr(error, name, missing);
      });
    },

    async delete(name) {
      assertObjectName(name);
      const { pattern, missing } = await tried();
      const url = pattern.urlOf(name);
      await retrying(retry, () => remove(name, url)).catch(async (failure: unknown) => {
        // Some providers fail at what is not there.
        const isGone = await retrying(retry, () => sizeOf(name, url)).then(
          () => false,
          (error: unknown) => statusOf(error) === missing,
        );
        if (!isGone) throw failure;
      });
    },

    async isPublic() {
      return (await tried()).isPublic;
    },
  };

  return storage;

  function fileOf(name: string, size: number): ProviderFile {
    return {
      name: `${name}${EXTENSION}`,
      hash: name,
      ext: EXTENSION,
      mime: 'application/octet-stream',
      path: folder,
      size: size / 1000,
      sizeInBytes: size,
    };
  }

  /** Gives back the file's URL. */
  async function upload(
    name: string,
    bytes: Buffer,
    signal?: AbortSignal,
    etag?: string,
  ): Promise<string | undefined> {
    const file = fileOf(name, bytes.length);
    const send = async () => {
      const options = withoutAcl ? { ACL: undefined } : {};
      if (etag !== undefined)
        return provider.uploadIfMatch?.(Object.assign(file, { buffer: bytes }), etag, options);
      if (provider.uploadStream) {
        file.stream = Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false });
        return provider.uploadStream(file, options);
      }
      file.buffer = bytes;
      return provider.upload?.(file, options);
    };
    const limitMs = idleMs + bytes.length / SLOWEST_BYTES_PER_MS;
    try {
      await within(limitMs, name, file, send, signal);
    } catch (error) {
      if (withoutAcl || !refusesAcl(error)) throw transportError(error, 'putting', name, provider.name);
      withoutAcl = true;
      return upload(name, bytes, signal, etag);
    }
    return file.url;
  }

  /**
   * Puts bytes in the place of those that are known to be there; false where that cannot be made sure of. Between the
   * look and the put nobody gets in: the server holds the ETag against what it has.
   */
  async function replace(
    name: string,
    url: string,
    bytes: Buffer,
    over: Buffer,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (!provider.uploadIfMatch || cannotMatch || bytes.length > MOST_IN_ONE_REQUEST) return false;
    const opened = await open(name, url);
    const { etag } = opened;
    const found = await drain(name, opened);
    if (!found.equals(over)) throw changed(name);
    // A weak one says that something like it is there.
    if (!etag?.startsWith('"')) return false;
    try {
      await upload(name, bytes, signal, etag);
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 412 || status === 409) throw changed(name, error);
      // Storages that call themselves compatible need not know conditions.
      if (status !== 501 && status !== 400) throw error;
      cannotMatch = true;
      return false;
    }
  }

  async function remove(name: string, url: string): Promise<void> {
    try {
      await provider.delete({ ...fileOf(name, 0), url });
    } catch (error) {
      throw transportError(error, 'deleting', name, provider.name);
    }
  }

  /** Signed anew each time, which costs no request; a second time after a refusal, in case the credentials moved on. */
  async function open(name: string, url: string, range?: ByteRange): Promise<OpenedUrl> {
    const asked = { get: request, idleMs, ...(range ? { range } : {}) };
    try {
      return await openUrl(await signed(name, url), asked).catch(async (error: unknown) => {
        if (!provider.getSignedUrl || statusOf(error) !== 403) throw error;
        return openUrl(await signed(name, url), asked);
      });
    } catch (error) {
      throw transportError(error, 'reading', name, provider.name);
    }
  }

  async function signed(name: string, url: string): Promise<string> {
    if (!provider.getSignedUrl) return url;
    return (await provider.getSignedUrl({ ...fileOf(name, 0), url })).url;
  }

  async function readWhole(name: string, url: string, range?: ByteRange): Promise<Buffer> {
    if (range?.length === 0) {
      if (range.start > (await sizeOf(name, url))) throw truncated(name);
      return Buffer.alloc(0);
    }
    const opened = await open(name, url, range).catch((error: unknown) => {
      throw statusOf(error) === 416 ? truncated(name) : error;
    });
    // Looked at before anything is read: a length out of a damaged object may be anything.
    if (range && opened.total !== null && range.start + range.length > opened.total) {
      opened.discard();
      throw truncated(name);
    }
    const bytes = await drain(name, opened);
    return range ? cut(name, bytes, { start: range.start - opened.start, length: range.length }) : bytes;
  }

  /** Size by a range of one byte: the signature of a URL is bound to GET, so HEAD would be refused. */
  async function sizeOf(name: string, url: string, expected = 1): Promise<number> {
    // No range fits an empty object, and not every server says so properly.
    const last = expected > 0 ? { start: expected - 1, length: 1 } : undefined;
    const opened = await open(name, url, last).catch((error: unknown) => {
      if (statusOf(error) === 416) return null;
      throw error;
    });
    if (opened?.total != null) {
      opened.discard();
      return opened.total;
    }
    opened?.discard();
    return (await drain(name, await open(name, url))).length;
  }

  /**
   * A provider's promise proves that its library was content. One small request per object proves that the storage
   * has all of it, under the URL that it will be looked for: a server or a proxy in between that answers 200 to a
   * body that was cut is found out here and not at the restore.
   */
  async function checkSize(name: string, url: string, expected: number): Promise<void> {
    const size = await sizeOf(name, url, expected).catch((error: unknown) => {
      if (statusOf(error) === 404) return null;
      throw error;
    });
    if (size !== expected) throw unfaithful(name, `${size ?? 'none'} of its ${expected} bytes are there`);
  }

  async function drain(name: string, opened: OpenedUrl): Promise<Buffer> {
    const parts: Buffer[] = [];
    try {
      for await (const part of opened.content) parts.push(part);
    } catch (error) {
      throw transportError(error, 'reading', name, provider.name);
    }
    return Buffer.concat(parts);
  }

  /**
   * S3 answers 403 for what is not there when the credentials may not list. Then a refusal is taken for "missing"
   * only after the trial has passed once more: someone whose rights were just withdrawn must not be told that the
   * storage is empty, for an empty storage is begun anew.
   */
  async function missingOr(error: unknown, name: string, missing: number): Promise<unknown> {
    const status = statusOf(error);
    if (error instanceof KeepsakeError && error.code === 'storage_bucket_missing') return error;
    if (status === 404) return objectMissing(name, location, error);
    if (status !== 403 || missing !== 403) return error;
    await tryOut();
    return objectMissing(name, location, error, REFUSED_OR_MISSING);
  }

  async function tryOut(): Promise<Trial> {
    const names = [probeName(), probeName()] as const;
    const bytes = randomBytes(64);
    const put = [];
    for (const name of names) {
      put.push({ name, url: await retrying(retry, () => upload(name, bytes)) });
    }
    const pattern = learnUrlPattern(provider.name, put);
    try {
      const [, name] = names;
      const url = pattern.urlOf(name);
      await retrying(retry, () => checkBytes(name, url, bytes));
      const range = await retrying(retry, () => hasRanges(name, url, bytes));
      const isPublic = await retrying(retry, () => isReadableByStrangers(name, url, bytes));
      await remove(name, url);
      return { pattern, range, isPublic, missing: await retrying(retry, () => answerForMissing(name, url)) };
    } finally {
      await Promise.all(names.map((name) => remove(name, pattern.urlOf(name)).catch(() => undefined)));
    }
  }

  async function checkBytes(name: string, url: string, bytes: Buffer): Promise<void> {
    const back = await readWhole(name, url).catch((error: unknown) => {
      const status = statusOf(error);
      throw status !== null && status < 500 ? unreadable(name, provider.name, error) : error;
    });
    if (!back.equals(bytes)) throw unfaithful(name, 'it reads back other than it was written');
  }

  async function hasRanges(name: string, url: string, bytes: Buffer): Promise<boolean> {
    const opened = await open(name, url, { start: 8, length: 8 });
    const part = await drain(name, opened);
    return opened.status === 206 && part.equals(bytes.subarray(8, 16));
  }

  async function isReadableByStrangers(name: string, url: string, bytes: Buffer): Promise<boolean> {
    const [bare = url] = url.split('?');
    try {
      return (await drain(name, await openUrl(bare, { get: request, idleMs }))).equals(bytes);
    } catch (error) {
      const failure = transportError(error, 'reading', name, provider.name);
      if (failure.transient) throw failure;
      return false;
    }
  }

  async function answerForMissing(name: string, url: string): Promise<number> {
    const status = await readWhole(name, url).then(
      () => null,
      (error: unknown) => {
        if (error instanceof KeepsakeError && error.transient) throw error;
        return statusOf(error);
      },
    );
    if (status === null) throw unfaithful(name, 'it was deleted and can still be read');
    return status;
  }
}

const REFUSED_OR_MISSING =
  'The storage answers 403 both for what is not there and for what may not be read. Other objects can be read, so ' +
  'this one is most likely not there. With the right to list the bucket (s3:ListBucket) it would say so.';

function probeName(): string {
  return `probe-${randomBytes(8).toString('hex')}`;
}

function statusOf(error: unknown): number | null {
  if (error instanceof TransportError) return error.status;
  return (error as { response?: { status?: number } } | null)?.response?.status ?? null;
}

function refusesAcl(error: unknown): boolean {
  const { name = '', Code = '' } = (error ?? {}) as { name?: string; Code?: string };
  return [name, Code].includes('AccessControlListNotSupported');
}

/**
 * Ends an upload that takes too long or is cancelled. The provider cannot be told to stop, but its source ends; an
 * upload that finishes all the same has put the right bytes under the right name.
 */
async function within(
  limitMs: number,
  name: string,
  file: ProviderFile,
  send: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<void> {
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    const give = (error: Error) => {
      reject(error);
      file.stream?.destroy(error);
    };
    const late = Object.assign(new Error(`Not put within ${Math.round(limitMs)} ms.`), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => give(late), limitMs);
    const cancel = () => give(aborted(name));
    signal?.addEventListener('abort', cancel);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
  });
  try {
    await Promise.race([send(), ended]);
  } finally {
    end();
  }
}

async function collect(name: string, body: Readable, signal?: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  const cancel = () => body.destroy(aborted(name));
  signal?.addEventListener('abort', cancel);
  try {
    for await (const part of body) parts.push(Buffer.from(part as Uint8Array));
  } catch (cause) {
    if (cause instanceof KeepsakeError) throw cause;
    throw new KeepsakeError('storage_failed', `What was to become object ${name} broke off.`, {
      item: name,
      cause,
    });
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  return Buffer.concat(parts);
}

function throwIfAborted(name: string, signal?: AbortSignal): void {
  if (signal?.aborted) throw aborted(name);
}

function assertRange(name: string, { start, length }: ByteRange): void {
  if (!(start >= 0 && length >= 0)) throw truncated(name);
}

function cut(name: string, bytes: Buffer, { start, length }: ByteRange): Buffer {
  if (start < 0 || start + length > bytes.length) throw truncated(name);
  return bytes.subarray(start, start + length);
}

function aborted(name: string): KeepsakeError {
  return new KeepsakeError('aborted', `Writing object ${name} was cancelled.`, { item: name });
}

function truncated(name: string): KeepsakeError {
  return new KeepsakeError('object_truncated', `Object ${name} ends before the bytes that were asked for.`, {
    item: name,
    hint: 'Run keepsake verify to see what is damaged.',
  });
}

function changed(name: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('object_changed', `Object ${name} is not what it was when it was last read.`, {
    item: name,
    hint: 'Another process writes to the same storage. Run it again.',
    cause,
  });
}

function objectMissing(name: string, location: string, cause: unknown, why = ''): KeepsakeError {
  return new KeepsakeError('object_missing', `Object ${name} is not in ${location}. ${why}`.trim(), {
    item: name,
    hint: 'Run keepsake verify to see what is missing.',
    cause,
  });
}

function unfaithful(name: string, what: string): KeepsakeError {
  return new KeepsakeError('storage_unfaithful', `The storage took object ${name}, but ${what}.`, {
    item: name,
    transient: true,
    hint: 'Check that no cache (CDN) and no proxy stands between Keepsake and the storage, then try again.',
  });
}

function unreadable(name: string, provider: string, cause: unknown): KeepsakeError {
  return new KeepsakeError(
    'storage_unreadable',
    `The storage (${provider}) took object ${name} and does not give it back: ${(cause as Error).message}`,
    {
      item: name,
      hint: 'Give the credentials the right to read objects; a provider that cannot sign URLs needs files that can be read by URL. See docs/storage.md.',
      cause,
    },
  );
}
