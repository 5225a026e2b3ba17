import { basename, isAbsolute, relative } from 'node:path';

import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import { privateDirectoryName } from '../repository/private-directory';
import type { UploadProviderSettings } from './make-upload-provider';
import { placeSettings } from './place-settings';
import { providerSettings } from './provider-settings';

/** What the storage is and where, for people; known even while it cannot be used. Absolute paths stay on the server. */
export function storageName(
  strapi: Core.Strapi,
  place: StoragePlace = 'main',
): { provider: string; location: string } {
  const storage = placeSettings(strapi, place);
  if (storage.provider === 'private') return { provider: 'private', location: privateDirectoryName(strapi) };
  const settings = providerSettings(strapi, storage);
  const location =
    settings.provider === 'local' ? publicFolderName(strapi) : bucketLocation(settings, storage.prefix);
  return { provider: settings.provider, location };
}

function publicFolderName(strapi: Core.Strapi): string {
  const folder = relative(strapi.dirs.app.root, strapi.dirs.static.public);
  const isWithin = !folder.startsWith('..') && !isAbsolute(folder);
  return `${isWithin ? folder : basename(strapi.dirs.static.public)}/uploads`;
}

/** Bucket and folder, wherever the provider's options have the bucket: aws-s3, Google, Azure, others. */
export function bucketLocation({ providerOptions }: UploadProviderSettings, folder: string): string {
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
