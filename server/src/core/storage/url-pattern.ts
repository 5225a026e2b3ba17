import { KeepsakeError } from '../errors';

/** Where a provider keeps its files: a URL with a hole for the name. */
export interface UrlPattern {
  urlOf(name: string): string;
}

/**
 * Learns the pattern from files that were put: the name must be in each URL, and the rest must be the same, so that
 * an object can be found from its name alone. Providers that put a version or an id of their own into the URL
 * (Cloudinary does) cannot be used: the recovery of a lost database would not find anything.
 *
 * @param put at least two, of different names
 * @throws KeepsakeError `storage_provider_unsuitable`
 */
export function learnUrlPattern(
  provider: string,
  put: { name: string; url: string | undefined }[],
): UrlPattern {
  const patterns = new Set(put.map(({ name, url = '' }) => url.split(name).join('\0')));
  const [pattern = ''] = patterns;
  if (patterns.size !== 1 || !pattern.includes('\0') || !/^https?:\/\//.test(pattern))
    throw unsuitable(provider);
  return { urlOf: (name) => pattern.split('\0').join(name) };
}

function unsuitable(provider: string): KeepsakeError {
  return new KeepsakeError(
    'storage_provider_unsuitable',
    `The upload provider "${provider}" gives its files URLs that cannot be told from their names.`,
    {
      hint: 'Choose another provider for the storage, for example aws-s3, or "private"; docs/storage.md lists those that work.',
      item: provider,
    },
  );
}
