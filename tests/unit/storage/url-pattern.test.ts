import { learnUrlPattern } from '../../../server/src/core/storage/url-pattern';

const put = (...urls: [string, string][]) => urls.map(([name, url]) => ({ name, url }));

describe('Where a provider keeps a name', () => {
  it.each([
    ['https://bucket.s3.eu-central-1.amazonaws.com/keepsake/NAME.bin'],
    ['http://127.0.0.1:9000/bucket/of/site/keepsake/NAME.bin'],
    ['https://account.blob.core.windows.net/container/NAME.bin?sv=1&sig=a%2Fb'],
    // Google without a folder has the name twice.
    ['https://storage.googleapis.com/bucket/NAME/NAME.bin'],
  ])('is learned from %s', (url) => {
    const at = (name: string) => url.split('NAME').join(name);
    const pattern = learnUrlPattern('p', put(['probe-a', at('probe-a')], ['probe-b', at('probe-b')]));
    expect(pattern.urlOf('ks-root-a')).toBe(at('ks-root-a'));
  });

  it.each([
    ['a version in it', 'https://res.example/v1/a.bin', 'https://res.example/v2/b.bin'],
    ['the name hashed', 'https://x.example/0cc175b9.bin', 'https://x.example/92eb5ffe.bin'],
    ['no host', '/uploads/a.bin', '/uploads/b.bin'],
    ['nothing', '', ''],
  ])('cannot be learned from a URL with %s', (_, a, b) => {
    expect(() => learnUrlPattern('p', put(['a', a], ['b', b]))).toThrow(
      expect.objectContaining({ code: 'storage_provider_unsuitable', item: 'p' }),
    );
  });
});
