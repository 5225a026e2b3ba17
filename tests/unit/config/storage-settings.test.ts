import { parseConfig } from '../../../server/src/config';

const storage = (given: object) => parseConfig({ storage: given }).storage;

describe('The settings of the storage', () => {
  it('are the private folder when there are none', () => {
    expect(parseConfig({}).storage).toEqual({
      provider: 'private',
      directory: '.keepsake',
      prefix: 'keepsake',
      providerOptions: {},
      actionOptions: {},
    });
    expect(parseConfig(undefined)).toEqual(parseConfig({}));
  });

  it('take a provider with its options as they are, functions too', () => {
    const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 's' });
    const providerOptions = { s3Options: { credentials, params: { Bucket: 'b' } } };
    const { provider, providerOptions: kept } = storage({ provider: 'aws-s3', providerOptions });
    expect(provider).toBe('aws-s3');
    expect(kept).toEqual(providerOptions);
    expect((kept.s3Options as { credentials: unknown }).credentials).toBe(credentials);
  });

  it('take a second storage', () => {
    expect(storage({ cloud: { provider: 'aws-s3', providerOptions: { a: 1 } } }).cloud).toEqual({
      provider: 'aws-s3',
      providerOptions: { a: 1 },
      actionOptions: {},
    });
  });

  it.each([
    [10_000, 10_000],
    ['10GB', 10e9],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['500 mb', 500e6],
    ['2TB', 2e12],
    ['4096', 4096],
  ])('read the quota %j as %d bytes', (quota, bytes) => {
    expect(storage({ quota }).quota).toBe(bytes);
  });

  it.each<[string, object]>([
    ['storage.quota', { quota: 'plenty' }],
    ['storage.quota', { quota: 0 }],
    ['storage.quota', { quota: '10 apples' }],
    ['storage.provider', { provider: '' }],
    ['storage.prefix', { prefix: 'Not/This' }],
    ['storage.providerOptions', { provider: 'upload', providerOptions: { a: 1 } }],
    ['storage.actionOptions', { actionOptions: { delete: { a: 1 } } }],
    ['storage.cloud.provider', { cloud: { provider: 'private' } }],
    ['storage.cloud.provider', { cloud: {} }],
    ['storage', { providre: 'aws-s3' }],
  ])('name what is wrong: %s in %j', (path, given) => {
    expect(() => storage(given)).toThrow(new RegExp(`^  ${path.replaceAll('.', '\\.')}: .+`, 'm'));
  });
});
