import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ProviderFile } from '../../../server/src/core/storage/upload-provider';
import {
  initUploadProvider,
  makeUploadProvider,
} from '../../../server/src/services/storage/make-upload-provider';
import { privateBucket } from '../../../server/src/services/storage/private-bucket';

const file = { hash: 'a', ext: '.bin' } as ProviderFile;
const settings = { provider: 'made-up', providerOptions: {}, actionOptions: {} };

describe('Making an upload provider', () => {
  let app: string;

  beforeEach(() => {
    app = mkdtempSync(join(tmpdir(), 'keepsake-providers-'));
    writeFileSync(join(app, 'package.json'), '{}');
  });
  afterEach(() => rmSync(app, { recursive: true, force: true }));

  function install(name: string, code: string): void {
    const folder = join(app, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), code);
  }
  const says = (word: string) =>
    `module.exports = { init: () => ({ delete() {}, upload(file) { file.url = '${word}'; } }) };`;

  it('takes @strapi/provider-upload-<name> before the package of that name, as Strapi does', async () => {
    install('made-up', says('plain'));
    install('@strapi/provider-upload-made-up', says('scoped'));
    install('other', says('other'));
    const urlBy = async (provider: string) => {
      const put = { ...file };
      await makeUploadProvider({ ...settings, provider }, app).upload!(put);
      return put.url;
    };
    expect(await urlBy('Made-Up')).toBe('scoped');
    expect(await urlBy('@strapi/provider-upload-made-up')).toBe('scoped');
    expect(await urlBy('other')).toBe('other');
  });

  it('says which package is not there', () => {
    expect(() => makeUploadProvider(settings, app)).toThrow(
      expect.objectContaining({ code: 'storage_provider_unknown', item: 'made-up' }),
    );
  });

  it.each([
    ['nothing', {}],
    ['an instance that cannot delete', { init: () => ({ upload: () => undefined }) }],
    ['an instance that cannot upload', { init: () => ({ delete: () => undefined }) }],
  ])('refuses %s', (_, loaded) => {
    expect(() => initUploadProvider(loaded, settings)).toThrow(
      expect.objectContaining({ code: 'storage_provider_unsuitable' }),
    );
  });

  it('takes the default export of a package in the newer style', () => {
    const inner = { init: () => ({ upload: () => undefined, delete: () => undefined }) };
    expect(initUploadProvider({ default: inner }, settings).name).toBe('made-up');
  });

  it('gives each method its action options, and those of a call before them', async () => {
    const given: unknown[] = [];
    const instance = {
      upload: (_: unknown, options: unknown) => void given.push(options),
      delete: (_: unknown, options: unknown) => void given.push(options),
    };
    const made = initUploadProvider(
      { init: () => instance },
      { ...settings, actionOptions: { upload: { ACL: 'private', a: 1 } } },
    );
    await made.upload!(file, { ACL: undefined });
    await made.delete(file);
    expect(given).toEqual([{ ACL: undefined, a: 1 }, {}]);
    expect(made.uploadStream).toBeUndefined();
    expect(made.getSignedUrl).toBeUndefined();
  });

  it('does not let the provider write into the settings', () => {
    const providerOptions = { s3Options: { params: { Bucket: 'b' } }, list: [{ a: 1 }] };
    const loaded = {
      init(options: typeof providerOptions) {
        Object.assign(options.s3Options.params, { ACL: 'public-read' });
        options.list[0]!.a = 2;
        return { upload: () => undefined, delete: () => undefined };
      },
    };
    initUploadProvider(loaded, { ...settings, providerOptions });
    expect(providerOptions).toEqual({ s3Options: { params: { Bucket: 'b' } }, list: [{ a: 1 }] });
  });
});

describe('A bucket of our own on S3', () => {
  const s3 = (providerOptions: object, actionOptions = {}) =>
    privateBucket({
      provider: 'aws-s3',
      providerOptions: providerOptions as Record<string, unknown>,
      actionOptions,
    });
  const paramsOf = ({ providerOptions }: ReturnType<typeof s3>) =>
    (providerOptions.s3Options as { params?: object }).params;

  it.each([
    [{ Bucket: 'b' }, { Bucket: 'b', ACL: 'private' }],
    [
      { Bucket: 'b', ACL: 'public-read' },
      { Bucket: 'b', ACL: 'private' },
    ],
    [
      { Bucket: 'b', ACL: 'authenticated-read' },
      { Bucket: 'b', ACL: 'private' },
    ],
    [
      { Bucket: 'b', ACL: 'bucket-owner-full-control' },
      { Bucket: 'b', ACL: 'bucket-owner-full-control' },
    ],
    // Written out: the bucket knows no ACLs.
    [
      { Bucket: 'b', ACL: undefined },
      { Bucket: 'b', ACL: undefined },
    ],
  ])('with %j is asked for with %j', (params, expected) => {
    const kept = paramsOf(s3({ s3Options: { params } }));
    expect(kept).toEqual(expected);
    expect('ACL' in kept!).toBe(true);
  });

  it('is private in the older form of the settings, too', () => {
    const { providerOptions } = s3({ params: { Bucket: 'b' }, region: 'r' });
    expect(providerOptions).toMatchObject({ params: { Bucket: 'b', ACL: 'private' }, region: 'r' });
    expect(paramsOf(s3({ params: { Bucket: 'b' } }))).toBeUndefined();
  });

  it('is read without a CDN, and its objects may be replaced', () => {
    const { providerOptions } = s3({
      baseUrl: 'https://cdn.example',
      rootPath: 'p',
      s3Options: {},
      providerConfig: { preventOverwrite: true, checksumAlgorithm: 'CRC32', multipart: { queueSize: 2 } },
    });
    expect(providerOptions).not.toHaveProperty('baseUrl');
    expect(providerOptions).toMatchObject({
      rootPath: 'p',
      providerConfig: { preventOverwrite: false, checksumAlgorithm: 'CRC32', multipart: { queueSize: 2 } },
    });
  });

  it('is not made public by an option of a call', () => {
    const { actionOptions } = s3(
      { s3Options: {} },
      { uploadStream: { ACL: 'public-read', StorageClass: 'GLACIER_IR' } },
    );
    expect(actionOptions).toEqual({ uploadStream: { StorageClass: 'GLACIER_IR' } });
  });

  it('of another provider stays as it is', () => {
    const other = { ...settings, providerOptions: { params: { Bucket: 'b' } } };
    expect(privateBucket(other)).toBe(other);
  });
});
