import type { Core } from '@strapi/strapi';

import { baseOf } from '../../core/media/media-places';
import type { MediaPlaces } from '../../core/media/media-places';

/** Reads every entry's URL: a site that changed its bucket or its CDN has files in several places. */
export async function readMediaPlaces(strapi: Core.Strapi, provider: string): Promise<MediaPlaces> {
  const { tableName } = strapi.db.metadata.get('plugin::upload.file');
  const rows = (await strapi.db
    .connection(tableName)
    .select('hash', 'ext', 'url', 'provider')
    .orderBy('id')) as Record<'hash' | 'ext' | 'url' | 'provider', string | null>[];
  const bases = new Set<string>();
  let home: string | null = null;
  for (const { hash, ext, url, provider: own } of rows) {
    const base = baseOf({ hash: hash ?? '', ext: ext ?? '', url: url ?? '' });
    if (base === null) continue;
    bases.add(base);
    if (own === provider) home = base;
  }
  return { bases, home };
}
