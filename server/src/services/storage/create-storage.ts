import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import { createPrivateStorage } from '../../core/storage/private-storage';
import type { Storage } from '../../core/storage/storage';
import { createUploadProviderStorage } from '../../core/storage/upload-provider-storage';
import { privateDirectory } from '../repository/private-directory';
import { makeUploadProvider } from './make-upload-provider';
import type { UploadProviderSettings } from './make-upload-provider';
import { placeSettings } from './place-settings';
import { privateBucket } from './private-bucket';
import { providerSettings } from './provider-settings';
import { siteGet } from './site-get';
import { bucketLocation } from './storage-name';

/**
 * The storage that the settings ask for. Nothing is read or written yet.
 *
 * @throws KeepsakeError `cloud_unavailable`, `storage_provider_unknown` or `storage_provider_unsuitable`
 */
export function createStorage(strapi: Core.Strapi, place: StoragePlace): Storage {
  const storage = placeSettings(strapi, place);
  if (storage.provider === 'private') {
    return createPrivateStorage({ directory: join(privateDirectory(strapi), 'storage') });
  }
  return remoteStorage(strapi, providerSettings(strapi, storage), storage.prefix);
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
    location: bucketLocation(settings, folder),
    get: siteGet(strapi),
  });
}
