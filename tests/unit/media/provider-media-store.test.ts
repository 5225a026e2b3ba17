/** @jest-environment ./tests/site/environment.cjs */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { MediaFile, MediaStore } from '../../../server/src/core/media/media-store';
import { createProviderMediaStore } from '../../../server/src/core/media/provider-media-store';
import { s3Provider, startS3Server } from '../../storage/s3-server';
import type { S3Server } from '../../storage/s3-server';

let s3: S3Server;

beforeAll(async () => {
  s3 = await startS3Server(['media']);
});
afterAll(() => s3.stop());
afterEach(() => s3.proxy.heal());

const noFolder: MediaStore = {
  size: () => Promise.reject(new Error('not in a folder')),
  read: () => Promise.reject(new Error('not in a folder')),
  write: () => Promise.reject(new Error('not in a folder')),
  remove: () => Promise.reject(new Error('not in a folder')),
  addresses: () => Promise.reject(new Error('not in a folder')),
};

/** The library of a site that has no entries yet, as a new process sees it. */
const emptyLibrary = () =>
  createProviderMediaStore({
    provider: s3Provider(s3.providerOptions('media', { rootPath: 'library' })),
    places: async () => ({ bases: new Set<string>(), home: null }),
    folder: noFolder,
    retry: { attempts: 3, baseMs: 1, maxMs: 5 },
  });

const picture: MediaFile = {
  documentId: 'picture',
  variant: '',
  hash: 'orchard_1a2b',
  ext: '.jpg',
  mime: 'image/jpeg',
  url: 'https://elsewhere.example/orchard_1a2b.jpg',
  name: 'orchard.jpg',
};
const object = async () => fetch(`${s3.proxy.url}/media/library/orchard_1a2b.jpg`);
const bytes = Buffer.from('the bytes of a picture');

describe('A library in a bucket that has no entries yet', () => {
  it('takes files, and knows where it put them', async () => {
    const library = emptyLibrary();
    expect(await library.size(picture)).toBeNull();
    await library.write(picture, () => Readable.from([bytes], { objectMode: false }));
    expect(await library.size(picture)).toBe(bytes.length);
    expect(await buffer(await library.read(picture))).toEqual(bytes);
  });

  it('is rid of them again by another process, which does not know', async () => {
    await emptyLibrary().write(picture, () => Readable.from([bytes], { objectMode: false }));
    expect((await object()).status).toBe(200);
    await emptyLibrary().remove(picture);
    expect((await object()).status).toBe(404);
    // It may never have been there.
    await emptyLibrary().remove(picture);
  });

  it('does not forget what cannot be removed now', async () => {
    s3.proxy.fail(({ method }) => method === 'DELETE', { kind: 'answer', status: 503 }, 9);
    await expect(emptyLibrary().remove(picture)).rejects.toMatchObject({ code: 'storage_unreachable' });
  });
});
