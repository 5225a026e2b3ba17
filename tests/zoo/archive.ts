import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TreeEntry } from '../../server/src/core/repository/repository';
import type { ZooSite } from './zoo-site';

/** A site's storage, carried away from it. */
export interface Archive {
  folder: string;
  backupId: string;
  remove(): void;
}

export function archiveOf(site: ZooSite, backupId: string): Archive {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-zoo-archive-'));
  cpSync(site.storage, join(folder, 'storage'), { recursive: true });
  return { folder, backupId, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Puts a copy of an archive in the place of the site's own storage, as someone who moves to a new server does. */
export async function adopt(site: ZooSite, archive: Archive): Promise<void> {
  rmSync(site.storage, { recursive: true, force: true });
  cpSync(join(archive.folder, 'storage'), site.storage, { recursive: true });
  await site.strapi.store({ type: 'plugin', name: 'keepsake' }).delete({ key: 'repository' });
  site.service('repository').close();
  await site.service('recovery').recover('adopt');
}

/** Hash by record: `<uid> <documentId> <locale> <status>`. */
export async function recordHashes(site: ZooSite, backupId: string): Promise<Map<string, string>> {
  const repository = await site.service('repository').open();
  const manifest = await repository.readManifest(backupId);
  const hashes = new Map<string, string>();
  const note = (uid: string, { key, hash }: TreeEntry) =>
    hashes.set(`${uid} ${key.replaceAll('\t', ' ')}`, hash);
  for (const { uid, tree } of manifest.types)
    for await (const entry of repository.readTree(tree)) note(uid, entry);
  for await (const entry of repository.readTree(manifest.media)) note('bytes', entry);
  return hashes;
}
