/** @jest-environment ./tests/site/environment.cjs */
import { randomBytes } from 'node:crypto';

import type { Repository } from '../../../server/src/core/repository/repository';
import { createUploadProviderStorage } from '../../../server/src/core/storage/upload-provider-storage';
import type { Storage } from '../../../server/src/core/storage/storage';
import type { Fault } from '../../storage/fault-proxy';
import { commitSample, openSample } from '../repository/sample-snapshot';
import { s3Provider, startS3Server } from '../../storage/s3-server';
import type { S3Server } from '../../storage/s3-server';

let s3: S3Server;
let folders = 0;
let folder = '';
let storage: Storage;

beforeAll(async () => {
  s3 = await startS3Server(['backups']);
});
afterAll(() => s3.stop());

beforeEach(() => {
  folder = `faults-${(folders += 1)}`;
  storage = open();
});
afterEach(() => s3.proxy.heal());

function open(providerOptions = s3.providerOptions('backups'), idleMs = 300): Storage {
  return createUploadProviderStorage({
    provider: s3Provider(providerOptions),
    folder,
    location: 'backups',
    retry: { attempts: 3, baseMs: 1, maxMs: 50 },
    idleMs,
  });
}

const put = {
  match: ({ method, path }: { method: string; path: string }) => method === 'PUT' && isObject(path),
};
const get = {
  match: ({ method, path }: { method: string; path: string }) => method === 'GET' && isObject(path),
};
const remove = {
  match: ({ method, path }: { method: string; path: string }) => method === 'DELETE' && isObject(path),
};
const isObject = (path: string) => !path.includes('/probe-');
const requests = (method: string) =>
  s3.proxy.log.filter((line) => line.startsWith(`${method} /backups/${folder}/`) && isObject(line)).length;

const TRANSIENT: [string, Fault][] = [
  ['a connection that is reset', { kind: 'reset' }],
  ['a connection that says nothing', { kind: 'silence' }],
  ['500', { kind: 'answer', status: 500, code: 'InternalError' }],
  ['502', { kind: 'answer', status: 502 }],
  [
    '503 that asks for a pause',
    { kind: 'answer', status: 503, code: 'SlowDown', headers: { 'retry-after': '0' } },
  ],
  ['429', { kind: 'answer', status: 429 }],
];

describe('An S3 storage in trouble: putting', () => {
  const body = randomBytes(3000);

  it.each<[string, Fault]>([
    ...TRANSIENT,
    ['an upload that is cut', { kind: 'cut-upload' }],
    ['a server that keeps half of it and says that all is well', { kind: 'swallow-half' }],
  ])('is tried again after %s, and then is whole', async (_, fault) => {
    s3.proxy.fail(put.match, fault, 2);
    await storage.put('object', body);
    expect(requests('PUT')).toBe(3);
    expect((await storage.get('object')).equals(body)).toBe(true);
  });

  it.each<[string, Fault, string]>([
    ['resets', { kind: 'reset' }, 'storage_unreachable'],
    ['silence', { kind: 'silence' }, 'storage_unreachable'],
    ['cuts', { kind: 'cut-upload' }, 'storage_unreachable'],
    ['500s', { kind: 'answer', status: 500 }, 'storage_unreachable'],
    ['halves', { kind: 'swallow-half' }, 'storage_unfaithful'],
  ])('ends by name after three %s', async (_, fault, code) => {
    s3.proxy.fail(put.match, fault, 99);
    await expect(storage.put('object', body)).rejects.toMatchObject({
      name: 'KeepsakeError',
      code,
      item: 'object',
      transient: true,
      hint: expect.stringMatching(/.+/) as unknown,
    });
    expect(requests('PUT')).toBe(3);
  });

  it.each([
    [403, 'AccessDenied', 'storage_denied'],
    [404, 'NoSuchBucket', 'storage_bucket_missing'],
    [507, 'XMinioStorageFull', 'storage_full'],
    [400, 'InvalidArgument', 'storage_failed'],
  ])('is not tried again after %s %s', async (status, reason, code) => {
    s3.proxy.fail(put.match, { kind: 'answer', status, code: reason }, 99);
    await expect(storage.put('object', body)).rejects.toMatchObject({
      code,
      item: 'object',
      transient: false,
    });
    expect(requests('PUT')).toBe(1);
  });

  it('is cancelled while it waits for a silent server', async () => {
    storage = open(undefined, 60_000);
    await storage.isPublic();
    s3.proxy.fail(put.match, { kind: 'silence' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(storage.put('object', body, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
      item: 'object',
    });
  });

  it('goes on without ACLs where the bucket refuses them, and asks only once', async () => {
    s3.proxy.rules.noAcl = true;
    await storage.put('one', body);
    await storage.put('two', body);
    expect(s3.proxy.log.filter((line) => line.startsWith(`PUT /backups/${folder}/`))).toHaveLength(5);
  });
});

describe('An S3 storage in trouble: reading', () => {
  const body = randomBytes(300_000);

  it.each<[string, Fault]>([
    ...TRANSIENT,
    ['a download that is cut', { kind: 'cut-download' }],
    ['a download that stops', { kind: 'stall-download' }],
  ])('is tried again after %s, and then is whole', async (_, fault) => {
    await storage.put('object', body);
    s3.proxy.fail(get.match, fault, 2);
    expect((await storage.get('object')).equals(body)).toBe(true);
    s3.proxy.fail(get.match, fault, 2);
    expect(
      (await storage.get('object', { start: 5, length: 200_000 })).equals(body.subarray(5, 200_005)),
    ).toBe(true);
  });

  it.each<[string, Fault]>([
    ['cuts', { kind: 'cut-download' }],
    ['stops', { kind: 'stall-download' }],
    ['503s', { kind: 'answer', status: 503 }],
  ])('ends by name after three %s, and gives no part', async (_, fault) => {
    await storage.put('object', body);
    s3.proxy.fail(get.match, fault, 99);
    await expect(storage.get('object')).rejects.toMatchObject({
      code: 'storage_unreachable',
      item: 'object',
      transient: true,
    });
  });

  it('says that a refused object is missing only where missing ones are refused', async () => {
    await storage.put('object', body);
    s3.proxy.fail(get.match, { kind: 'answer', status: 403, code: 'AccessDenied' }, 99);
    await expect(storage.get('object')).rejects.toMatchObject({ code: 'storage_denied', item: 'object' });
    expect(requests('GET')).toBe(3);
  });

  it('tells withdrawn rights from an empty storage, even where missing objects are refused', async () => {
    s3.proxy.rules.hideMissing = true;
    await storage.put('object', body);
    await expect(storage.get('none')).rejects.toMatchObject({
      code: 'object_missing',
      message: expect.stringContaining('s3:ListBucket') as unknown,
    });
    s3.proxy.fail(
      ({ method }) => method === 'GET',
      { kind: 'answer', status: 403, code: 'AccessDenied' },
      99,
    );
    await expect(storage.get('object')).rejects.toMatchObject({ code: 'storage_unreadable' });
  });

  it('finds wrong bytes by their seal, and names the object', async () => {
    const repository = await openSample(storage);
    const { manifest } = await commitSample(repository, {
      id: 'one',
      records: { a: 'A', b: 'B' },
      files: { f: randomBytes(5000) },
    });
    const names = await storedNames(repository);
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      s3.proxy.fail(({ path }) => path.endsWith(`/${name}.bin`), { kind: 'wrong-bytes' }, 99);
      const { problems } = await repository.verify();
      expect(problems).toEqual(expect.arrayContaining([expect.objectContaining({ item: name })]));
      for (const { code } of problems) expect(code).toMatch(/_damaged$|^storage_went_back$/);
      s3.proxy.heal();
    }
    const reader = await openSample(storage);
    s3.proxy.fail(({ path }) => path.endsWith('.bin'), { kind: 'wrong-bytes' }, 99);
    const refusal: unknown = await reader
      .readBlock(manifest.schema.block, 'schema')
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'object_damaged' });
    expect(names).toContain((refusal as { item: string }).item);
  });

  it('has no signature, token or key in an error', async () => {
    await storage.put('object', body);
    s3.proxy.fail(get.match, { kind: 'answer', status: 503 }, 99);
    const error = (await storage.get('object').catch((thrown: unknown) => thrown)) as Error;
    const everything = [error, error.cause]
      .map((part) => JSON.stringify(part, Object.getOwnPropertyNames(part)))
      .join();
    expect(everything).not.toMatch(/X-Amz|S3RVER|Signature/);
  });
});

/** Of the objects that are read by a verification. */
async function storedNames(repository: Repository): Promise<string[]> {
  const before = s3.proxy.log.length;
  await repository.verify();
  const read = s3.proxy.log.slice(before).flatMap((line) => /\/([^/]+)\.bin$/.exec(line)?.[1] ?? []);
  return [...new Set(read)].filter((name) => !name.endsWith('root-b') || repository.generation > 1);
}

describe('An S3 storage in trouble: deleting', () => {
  it.each(TRANSIENT.filter(([, { kind }]) => kind !== 'silence'))(
    'is tried again after %s',
    async (_, fault) => {
      await storage.put('object', Buffer.from('x'));
      s3.proxy.fail(remove.match, fault, 2);
      await storage.delete('object');
      await expect(storage.get('object')).rejects.toMatchObject({ code: 'object_missing' });
    },
  );

  it('that is refused is an error', async () => {
    await storage.put('object', Buffer.from('x'));
    s3.proxy.fail(remove.match, { kind: 'answer', status: 403, code: 'AccessDenied' }, 99);
    await expect(storage.delete('object')).rejects.toMatchObject({ code: 'storage_denied', item: 'object' });
  });
});

describe('An S3 storage that cannot be used', () => {
  it('refuses connections: said by name, and used as soon as it is there', async () => {
    await s3.proxy.close();
    await expect(storage.put('object', Buffer.from('x'))).rejects.toMatchObject({
      code: 'storage_unreachable',
      transient: true,
    });
    await s3.proxy.open();
    await storage.put('object', Buffer.from('x'));
  });

  it('has no such bucket', async () => {
    storage = open(s3.providerOptions('elsewhere'));
    await expect(storage.get('object')).rejects.toMatchObject({ code: 'storage_bucket_missing' });
  });

  it('does not know these credentials', async () => {
    const options = s3.providerOptions('backups');
    Object.assign(options.s3Options as object, {
      credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'x' },
    });
    storage = open(options);
    await expect(storage.get('object')).rejects.toMatchObject({ code: 'storage_denied' });
  });
});
