import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import { KeepsakeError } from '../../core/errors';
import { keepsakeConfig } from '../repository/private-directory';
import type { UploadProviderSettings } from './make-upload-provider';

export interface PlaceSettings extends UploadProviderSettings {
  prefix: string;
  /** Bytes; none for no limit. */
  quota?: number | undefined;
}

/** The settings of a storage. Throws `cloud_unavailable` where there is no second one. */
export function placeSettings(strapi: Core.Strapi, place: StoragePlace): PlaceSettings {
  const { storage } = keepsakeConfig(strapi);
  if (place === 'main') return storage;
  if (!storage.cloud) throw cloudUnavailable();
  return { ...storage.cloud, prefix: storage.cloud.prefix ?? storage.prefix };
}

/** Better than a backup in another place than the one that was asked for. */
export function cloudUnavailable(): KeepsakeError {
  return new KeepsakeError('cloud_unavailable', 'The settings name no second storage (storage.cloud).', {
    hint: 'Set storage.cloud in config/plugins (docs/storage.md) to make or use backups there.',
  });
}
