/** @jest-environment ./tests/site/environment.cjs */
import { createUploadProviderStorage } from '../../../server/src/core/storage/upload-provider-storage';
import type { Storage } from '../../../server/src/core/storage/storage';
import { s3Provider, startS3Server } from '../../storage/s3-server';
import type { S3Server } from '../../storage/s3-server';
import { storageContract } from './storage-contract';

let s3: S3Server;
/** Each storage is empty at first. */
let folders = 0;

beforeAll(async () => {
  s3 = await startS3Server(['backups', 'guarded']);
});
afterAll(() => s3.stop());
afterEach(() => s3.proxy.heal());

const HASTY = { attempts: 4, baseMs: 1, maxMs: 20 };

function s3Storage(bucket: string, more: Parameters<S3Server['providerOptions']>[1] = {}): Storage {
  return createUploadProviderStorage({
    provider: s3Provider(s3.providerOptions(bucket, more)),
    folder: `keepsake-${(folders += 1)}`,
    location: bucket,
    retry: HASTY,
    idleMs: 2000,
  });
}

storageContract('S3, a public bucket', async () => ({
  storage: s3Storage('backups'),
  isPublic: true,
  close: async () => undefined,
}));

storageContract('S3, a private bucket whose credentials may not list', async () => {
  Object.assign(s3.proxy.rules, { signedOnly: true, hideMissing: true, noAcl: true });
  return { storage: s3Storage('guarded', { rootPath: 'of/one/site' }), close: async () => undefined };
});
