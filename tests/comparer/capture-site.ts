import type { Knex } from 'knex';
import { addComponentKeys } from './component-keys';
import { FolderNames } from './folder-names';
import { LinkCollector } from './link-collector';
import { collectLinks, collectMorphLinks } from './links';
import { addDocumentKeys, RowKeys } from './row-keys';
import type { SiteImage, SqlClient } from './site-image';
import { siteRows } from './site-rows';
import { readStoredTables, usedIds } from './stored-tables';
import { findUidTables } from './uid-tables';
import { digestUploadedFiles } from './uploaded-files';

export interface CaptureOptions {
  /** A connection of the caller's own; nothing is written. On Postgres its search path says which schema. */
  knex: Knex;
  client: SqlClient;
  /** Folder of the local upload provider, usually `<app>/public/uploads`. */
  uploadsDir: string;
  /** Table by component uid (`collectionName` in the app's schema files), where the database leaves it open. */
  componentTables?: Record<string, string>;
  /** Table by content type uid, likewise. */
  contentTypeTables?: Record<string, string>;
}

/**
 * Takes the image of a site from its database and its upload folder, with SQL and file reads alone: nothing of Strapi and
 * nothing of the plugin runs, so neither can hide its own mistake. The site must be at rest meanwhile.
 *
 * @throws where the table of a uid cannot be told (see `findUidTables`), and where there is no content type at all or no
 *   upload folder: two such sites would look alike for the wrong reason
 */
export async function captureSite(options: CaptureOptions): Promise<SiteImage> {
  const stored = await readStoredTables(options.knex, options.client);
  const { catalog, settings, kinds, rows, morphs } = stored;
  const orphans: string[] = [];
  const dangling: string[] = [];

  const keys = new RowKeys();
  for (const { name } of kinds.documents) addDocumentKeys(name, rows.get(name) ?? [], keys);

  const given = { ...options.componentTables, ...options.contentTypeTables };
  const uidTables = findUidTables({
    catalog,
    settings,
    usedIds: usedIds(stored),
    tableIds: stored.ids,
    given,
  });
  const componentUids = addComponentKeys({ stored, uidTables, keys, dangling });

  const folders = new FolderNames(rows.get('upload_folders') ?? []);
  const cells = { client: options.client, keys, uidTables, morphs, folders, dangling };
  const collector = new LinkCollector();
  const links = { keys, uidTables, collector, dangling };
  for (const table of kinds.linkJoins) collectLinks(table, rows.get(table.name) ?? [], links);
  for (const join of kinds.morphJoins) collectMorphLinks(join, rows.get(join.table.name) ?? [], links);

  return {
    rows: siteRows({ stored, cells, componentUids, orphans }),
    links: collector.links(),
    orders: collector.orders(),
    files: await digestUploadedFiles(options.uploadsDir),
    orphans,
    dangling,
  };
}
