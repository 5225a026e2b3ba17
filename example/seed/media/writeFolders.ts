import type { Core } from '@strapi/strapi';
import { folders, type FolderName } from './folders';

interface FolderService {
  create(folder: { name: string; parent: number | null }): Promise<{ id: number }>;
}

/** Makes the folders of the media library, parents first, and returns their ids. */
export async function writeFolders(strapi: Core.Strapi): Promise<Record<FolderName, number>> {
  const service: FolderService = strapi.plugin('upload').service('folder');
  const byPath = new Map<string, number>();

  const ensure = async (path: readonly string[]): Promise<number> => {
    const known = byPath.get(path.join('/'));
    if (known !== undefined) return known;
    const parent = path.length > 1 ? await ensure(path.slice(0, -1)) : null;
    const { id } = await service.create({ name: path.at(-1) as string, parent });
    byPath.set(path.join('/'), id);
    return id;
  };

  const ids: Partial<Record<FolderName, number>> = {};
  for (const [name, path] of Object.entries(folders)) ids[name as FolderName] = await ensure(path);
  return ids as Record<FolderName, number>;
}
