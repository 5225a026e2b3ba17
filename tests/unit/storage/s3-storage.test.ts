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

describe('Replacing an object of S3 that is known', () => {
  const [known, others, mine] = ['what is known', 'what another one put', 'mine'].map((text) =>
    Buffer.from(text),
  ) as [Buffer, Buffer, Buffer];
  const changed = { code: 'object_changed', item: 'root' };

  it('is done as long as it is what it was', async () => {
    const storage = s3Storage('backups');
    await storage.put('root', known);
    await storage.put('root', mine, { over: known });
    expect(await storage.get('root')).toEqual(mine);
    await expect(storage.put('root', others, { over: known })).rejects.toMatchObject(changed);
    expect(await storage.get('root')).toEqual(mine);
  });

  it('is refused by the server when another one comes between the look and the put', async () => {
    const storage = s3Storage('backups');
    await storage.put('root', known);
    s3.proxy.once(
      ({ method, headers }) => method === 'PUT' && headers['if-match'] !== undefined,
      () => storage.put('root', others),
    );
    await expect(storage.put('root', mine, { over: known })).rejects.toMatchObject(changed);
    expect(await storage.get('root')).toEqual(others);
  });

  it('is done without a condition where the storage knows none', async () => {
    const storage = s3Storage('backups');
    await storage.put('root', known);
    s3.proxy.fail(({ method }) => method === 'PUT', { kind: 'answer', status: 501, code: 'NotImplemented' });
    await storage.put('root', mine, { over: known });
    expect(await storage.get('root')).toEqual(mine);
  });
});
