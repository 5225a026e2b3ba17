import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import { KeepsakeError } from '../errors';
import { httpGet } from '../storage/http-get';
import type { HttpGet } from '../storage/http-get';
import { openUrl } from '../storage/open-url';
import type { OpenedUrl } from '../storage/open-url';
import { PATIENT, retrying, waitToRetry } from '../storage/retry';
import type { RetryPolicy } from '../storage/retry';
import { TransportError, transportError } from '../storage/transport-error';
import type { ProviderFile, UploadProvider } from '../storage/upload-provider';
import { missingMedia } from './media-missing';
import { folderAt, urlAt } from './media-places';
import type { MediaPlaces } from './media-places';
import { storedName } from './media-store';
import type { MediaFile, MediaStore } from './media-store';

export interface ProviderMediaStoreOptions {
  /** The app's own, with the app's settings: what it writes must be what the library would have written. */
  provider: UploadProvider;
  /** Asked once. */
  places: () => Promise<MediaPlaces>;
  /** Files with a URL of this site: uploaded before the site had this provider. */
  folder: MediaStore;
  /** Default: a plain request; a site behind a proxy has another. */
  get?: HttpGet;
  retry?: RetryPolicy;
  /** This long without a byte is taken for a dead connection, in milliseconds. Default: one minute. */
  idleMs?: number;
}

/**
 * A media library behind an upload provider: written and removed through it, read by URL, a signed one where the
 * provider signs.
 */
export function createProviderMediaStore({
  provider,
  places: readPlaces,
  folder,
  get = httpGet,
  retry = PATIENT,
  idleMs = 60_000,
}: ProviderMediaStoreOptions): MediaStore {
  let known: Promise<MediaPlaces> | null = null;
  const places = () => (known ??= readPlaces());
  /** URLs of what this store has written, by name; an empty library has no others to go by. */
  const written = new Map<string, string>();

  const urlIn = (at: MediaPlaces, file: MediaFile) => written.get(storedName(file)) ?? urlAt(at, file);
  const urlOf = async (file: MediaFile) => urlIn(await places(), file);
  const isLocal = (url: string | null) => url !== null && url.startsWith('/');

  return {
    async size(file) {
      const url = await urlOf(file);
      if (isLocal(url)) return folder.size(file);
      return url === null ? null : retrying(retry, () => sizeAt(file, url));
    },

    async read(file) {
      const url = await urlOf(file);
      if (isLocal(url)) return folder.read(file);
      if (url === null) throw missingMedia(storedName(file), file.name);
      const opened = await retrying(retry, () => open(file, url)).catch((error: unknown) => {
        throw statusOf(error) === 404 ? missingMedia(storedName(file), file.name) : error;
      });
      return Readable.from(whole(file, url, opened), { objectMode: false });
    },

    async write(file, content) {
      const url = await urlOf(file);
      if (isLocal(url)) return folder.write(file, content);
      await retrying(retry, async () => {
        const { bytes, put } = await upload(file, url, content());
        const size = await sizeAt(file, put);
        if (size !== bytes) throw cutShort(file, bytes, size);
        written.set(storedName(file), put);
      });
    },

    async remove(file) {
      const url = await urlOf(file);
      if (isLocal(url)) return folder.remove(file);
      if (url === null) return removeUnplaced(file);
      const remove = async () => {
        try {
          await provider.delete(await providerFile(file, url));
        } catch (error) {
          throw failed(error, 'deleting', file);
        }
      };
      await retrying(retry, remove).catch(async (failure: unknown) => {
        // Some providers fail at what is not there.
        if ((await sizeAt(file, url).catch(() => 0)) !== null) throw failure;
      });
    },

    async addresses() {
      const at = await places();
      return (file) => {
        const url = urlIn(at, file);
        if (url === null || url === file.url) return null;
        return { url, provider: isLocal(url) ? 'local' : provider.name };
      };
    },
  };

  /**
   * A library without entries says nothing of where its files are. One may be there all the same, written by a restore
   * that was killed before its commit: under the name that `write` gave it.
   */
  async function removeUnplaced(file: MediaFile): Promise<void> {
    const target = await providerFile(file, null);
    const remove = () =>
      provider.delete(target).catch((error: unknown) => {
        throw failed(error, 'deleting', file);
      });
    await retrying(retry, remove).catch((error: unknown) => {
      // Some providers fail at what is not there, and most likely it is not.
      if ((error as KeepsakeError).transient) throw error;
    });
  }

  async function providerFile(file: MediaFile, url: string | null): Promise<ProviderFile> {
    const path = url === null ? '' : folderAt(await places(), url, file);
    const { name, hash, ext, mime } = file;
    return {
      name,
      hash,
      ext,
      mime,
      size: 0,
      sizeInBytes: 0,
      ...(path ? { path } : {}),
      ...(url ? { url } : {}),
    };
  }

  async function upload(file: MediaFile, url: string | null, content: Readable) {
    const target = await providerFile(file, url);
    delete target.url;
    let bytes = 0;
    const counted = new PassThrough({
      transform(part: Buffer, _, done) {
        bytes += part.length;
        done(null, part);
      },
    });
    // A source that fails has its own error, which counts more than what the provider makes of it.
    let sourceError: unknown = null;
    const flowing = pipeline(content, counted).catch((error: unknown) => {
      sourceError = error;
    });
    try {
      if (provider.uploadStream) await provider.uploadStream(Object.assign(target, { stream: counted }));
      else await provider.upload?.(Object.assign(target, { buffer: await buffer(counted) }));
      await flowing;
    } catch (error) {
      content.destroy();
      counted.destroy();
      throw sourceError instanceof KeepsakeError ? sourceError : failed(error, 'writing', file);
    }
    if (sourceError) throw failed(sourceError, 'writing', file);
    if (!target.url) throw failed(new Error('The provider gave no URL.'), 'writing', file);
    return { bytes, put: target.url };
  }

  async function open(file: MediaFile, url: string, start = 0, length?: number): Promise<OpenedUrl> {
    try {
      const request = { get, idleMs, ...(length ? { range: { start, length } } : {}) };
      return await openUrl(await signed(file, url), request);
    } catch (error) {
      const failure = failed(error, 'reading', file);
      throw statusOf(failure) === 403 ? refused(file, failure) : failure;
    }
  }

  /** Signed wherever that is possible, for a bucket may be private without the provider knowing. */
  async function signed(file: MediaFile, url: string): Promise<string> {
    if (!provider.getSignedUrl) return url;
    const answer = await provider
      .getSignedUrl(await providerFile(file, url))
      .catch(async (error: unknown) => {
        if (await provider.isPrivate?.()) throw error;
        return { url };
      });
    return answer.url;
  }

  async function sizeAt(file: MediaFile, url: string): Promise<number | null> {
    const opened = await open(file, url, 0, 1).catch((error: unknown) => {
      if (statusOf(error) === 404) return null;
      // No range fits an empty file.
      if (statusOf(error) === 416) return open(file, url);
      throw error;
    });
    if (opened === null) return null;
    if (opened.total !== null) {
      opened.discard();
      return opened.total;
    }
    let bytes = 0;
    for await (const part of opened.content) bytes += part.length;
    return bytes;
  }

  /** Goes on where a connection was cut, so that a large file does not begin again and again. */
  async function* whole(file: MediaFile, url: string, first: OpenedUrl): AsyncGenerator<Buffer> {
    let opened = first;
    let received = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        let skip = received - opened.start;
        for await (const part of opened.content) {
          const fresh = part.subarray(Math.min(skip, part.length));
          skip -= part.length - fresh.length;
          received += fresh.length;
          if (fresh.length > 0) yield fresh;
        }
        return;
      } catch (error) {
        await waitToRetry(retry, attempt, failed(error, 'reading', file));
        const rest = first.total === null ? undefined : first.total - received;
        opened = await retrying(retry, () => open(file, url, rest ? received : 0, rest));
      }
    }
  }

  function failed(error: unknown, doing: string, file: MediaFile): KeepsakeError {
    return transportError(error, doing, storedName(file), provider.name);
  }
}

function statusOf(error: unknown): number | null {
  return error instanceof TransportError ? error.status : null;
}

function refused(file: MediaFile, cause: unknown): KeepsakeError {
  return new KeepsakeError(
    'media_refused',
    `The storage of the media library does not let Keepsake read ${storedName(file)}, or does not have it.`,
    {
      hint: "Give the media library's credentials the rights to read objects and to list the bucket (s3:GetObject, s3:ListBucket).",
      item: storedName(file),
      cause,
    },
  );
}

function cutShort(file: MediaFile, bytes: number, size: number | null): KeepsakeError {
  return new KeepsakeError(
    'media_unwritable',
    `Of the ${bytes} bytes of ${storedName(file)}, ${size ?? 'none'} are in the storage of the media library.`,
    {
      hint: 'Check that no cache (CDN) and no proxy stands between the site and its storage, then try again.',
      item: storedName(file),
      transient: true,
    },
  );
}
