import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { createPrivateStorage } from '../../core/storage/private-storage';
import type { Storage } from '../../core/storage/storage';
import { createUploadProviderStorage } from '../../core/storage/upload-provider-storage';
import { keepsakeConfig, privateDirectory } from '../repository/private-directory';
import { makeUploadProvider } from './make-upload-provider';
import type { UploadProviderSettings } from './make-upload-provider';
import { privateBucket } from './private-bucket';
import { siteFetch } from './site-fetch';

/**
 * The storage that the settings ask for. Nothing is read or written yet.
 *
 * @throws KeepsakeError `storage_provider_unknown` or `storage_provider_unsuitable`
 */
export function createStorage(strapi: Core.Strapi): Storage {
  const { provider, prefix, providerOptions, actionOptions } = keepsakeConfig(strapi).storage;
  if (provider === 'private') {
    return createPrivateStorage({ directory: join(privateDirectory(strapi), 'storage') });
  }
  const settings =
    provider === 'upload' ? settingsOfUploads(strapi) : { provider, providerOptions, actionOptions };
  return remoteStorage(strapi, settings, prefix);
}

/** The second storage, null when the settings have none. Throws what `createStorage` throws. */
export function createCloudStorage(strapi: Core.Strapi): Storage | null {
  const { cloud, prefix } = keepsakeConfig(strapi).storage;
  if (!cloud) return null;
  const { provider, providerOptions, actionOptions } = cloud;
  const settings =
    provider === 'upload' ? settingsOfUploads(strapi) : { provider, providerOptions, actionOptions };
  return remoteStorage(strapi, settings, cloud.prefix ?? prefix);
}

function remoteStorage(strapi: Core.Strapi, settings: UploadProviderSettings, folder: string): Storage {
  // The local provider knows neither folders nor fsync nor a whole replacement; its folder is written without it.
  if (settings.provider === 'local') {
    const directory = join(strapi.dirs.static.public, 'uploads');
    return createPrivateStorage({ directory, publishedBy: { provider: 'local' } });
  }
  return createUploadProviderStorage({
    provider: makeUploadProvider(privateBucket(settings), strapi.dirs.app.root),
    folder,
    location: locationOf(settings, folder),
    fetch: siteFetch(strapi),
  });
}

/** An instance of our own with the app's settings: the app's own one may be public or behind a CDN. */
function settingsOfUploads(strapi: Core.Strapi): UploadProviderSettings {
  const {
    provider = 'local',
    providerOptions = {},
    actionOptions = {},
  } = strapi.config.get('plugin::upload') as Partial<UploadProviderSettings>;
  return { provider, providerOptions, actionOptions };
}

/** Bucket and folder, wherever the provider's options have the bucket: aws-s3, Google, Azure, others. */
function locationOf({ providerOptions }: UploadProviderSettings, folder: string): string {
  const options = providerOptions as {
    s3Options?: { params?: { Bucket?: unknown } };
    params?: { Bucket?: unknown };
    bucketName?: unknown;
    containerName?: unknown;
    bucket?: unknown;
  };
  const bucket = [
    options.s3Options?.params?.Bucket,
    options.params?.Bucket,
    options.bucketName,
    options.containerName,
    options.bucket,
  ].find((name) => typeof name === 'string');
  return bucket === undefined ? folder : `${String(bucket)}/${folder}`;
}
