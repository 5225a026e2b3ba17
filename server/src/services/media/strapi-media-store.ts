import type { Core } from '@strapi/strapi';

import type { MediaStore } from '../../core/media/media-store';
import { createProviderMediaStore } from '../../core/media/provider-media-store';
import type { ProviderFile, UploadProvider } from '../../core/storage/upload-provider';
import { siteGet } from '../storage/site-get';
import { createLocalMediaStore } from './local-media-store';
import { readMediaPlaces } from './read-media-places';

/** The bytes of the media library, wherever the app's upload provider keeps them. */
export function createStrapiMediaStore(strapi: Core.Strapi): MediaStore {
  const folder = createLocalMediaStore(strapi.dirs.static.public);
  const name = (strapi.config.get('plugin::upload.provider') as string | undefined) ?? 'local';
  if (name === 'local') return folder;
  return createProviderMediaStore({
    provider: appsProvider(strapi, name),
    places: () => readMediaPlaces(strapi, name),
    folder,
    get: siteGet(strapi),
  });
}

/** Called with the file alone, each method takes the app's action options. */
function appsProvider(strapi: Core.Strapi, name: string): UploadProvider {
  const provider = strapi.plugin('upload').provider as Required<Omit<UploadProvider, 'name'>>;
  return {
    name,
    ...('uploadStream' in provider
      ? { uploadStream: (file: ProviderFile) => provider.uploadStream(file) }
      : {}),
    ...('upload' in provider ? { upload: (file: ProviderFile) => provider.upload(file) } : {}),
    delete: (file) => provider.delete(file),
    getSignedUrl: async (file) => provider.getSignedUrl(file),
    isPrivate: async () => provider.isPrivate(),
  };
}
