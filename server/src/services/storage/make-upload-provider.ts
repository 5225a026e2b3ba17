import { createRequire } from 'node:module';
import { join } from 'node:path';

import { KeepsakeError } from '../../core/errors';
import type { ProviderFile, UploadProvider } from '../../core/storage/upload-provider';

/** Settings of an upload provider, as `config/plugins` has them under `upload.config`. */
export interface UploadProviderSettings {
  provider: string;
  providerOptions: Record<string, unknown>;
  /** By method: what the provider is given as its second argument. */
  actionOptions: Record<string, Record<string, unknown> | undefined>;
}

type Instance = Record<string, ((file: ProviderFile, options?: unknown) => unknown) | undefined>;

/**
 * Makes an instance of an upload provider as Strapi's upload plugin does: `@strapi/provider-upload-<name>`, else the
 * package of that name.
 *
 * @param appRoot where the site's packages are looked for
 * @throws KeepsakeError `storage_provider_unknown` or `storage_provider_unsuitable`
 */
export function makeUploadProvider(settings: UploadProviderSettings, appRoot: string): UploadProvider {
  return initUploadProvider(load(settings.provider, appRoot), settings);
}

/**
 * Makes an instance out of a provider's package: `init` with its options; every method with its action options,
 * which what is given with a call goes before.
 *
 * @throws KeepsakeError `storage_provider_unsuitable`
 */
export function initUploadProvider(loaded: unknown, settings: UploadProviderSettings): UploadProvider {
  const { provider: name, providerOptions, actionOptions } = settings;
  const instance = providerOf(loaded, name).init(copied(providerOptions) as Record<string, unknown>);
  if (!instance.delete || !(instance.uploadStream ?? instance.upload)) throw incomplete(name);

  const bind = (method: string) => {
    if (!instance[method]) return undefined;
    // A provider of a class may need its `this`; one that throws at once is to reject as well.
    return async (file: ProviderFile, options: Record<string, unknown> = {}) =>
      instance[method]!(file, { ...actionOptions[method], ...options });
  };
  const made: Record<string, unknown> = { name };
  for (const method of ['uploadStream', 'upload', 'delete', 'getSignedUrl', 'isPrivate']) {
    const bound = bind(method);
    if (bound) made[method] = bound;
  }
  if (instance.uploadIfMatch) {
    const upload = instance.uploadIfMatch as (file: ProviderFile, etag: string, options: object) => unknown;
    made.uploadIfMatch = async (file: ProviderFile, etag: string, options: Record<string, unknown> = {}) =>
      upload.call(instance, file, etag, { ...actionOptions.upload, ...options });
  }
  return made as unknown as UploadProvider;
}

interface ProviderModule {
  init(options: Record<string, unknown>): Instance;
}

function load(name: string, appRoot: string): unknown {
  const lower = name.toLowerCase();
  // The app's packages first; in a workspace the plugin may have the provider that the app has not.
  const places = [join(appRoot, 'package.json'), __filename].map((file) => createRequire(file));
  for (const id of [`@strapi/provider-upload-${lower}`, lower]) {
    const place = places.find((from) => canResolve(from, id));
    if (place) return place(id);
  }
  throw unknown(name);
}

function providerOf(loaded: unknown, name: string): ProviderModule {
  const { init, default: inner } = loaded as Partial<ProviderModule> & { default?: Partial<ProviderModule> };
  const provider = typeof init === 'function' ? loaded : inner;
  if (typeof (provider as ProviderModule | undefined)?.init !== 'function') throw incomplete(name);
  return provider as ProviderModule;
}

function canResolve(from: NodeJS.Require, id: string): boolean {
  try {
    from.resolve(id);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}

/** Providers write into their options (aws-s3 sets an ACL), and these may be the app's own. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]));
}

function unknown(name: string): KeepsakeError {
  return new KeepsakeError(
    'storage_provider_unknown',
    `There is no upload provider "${name}": neither @strapi/provider-upload-${name} nor ${name} is installed.`,
    { hint: 'Install the package in the app, or correct storage.provider in config/plugins.', item: name },
  );
}

function incomplete(name: string): KeepsakeError {
  return new KeepsakeError(
    'storage_provider_unsuitable',
    `"${name}" is no upload provider that can be used.`,
    {
      hint: 'It needs init(), and its instances delete() and upload() or uploadStream().',
      item: name,
    },
  );
}
