import type { RawRow } from './read-rows';

/**
 * Strapi numbers its media folders (`path_id`) and files lie under a path of numbers (`/1/4`). A restore may number anew,
 * so both are read as names.
 */
export class FolderNames {
  private readonly byPathId = new Map<string, string>();

  constructor(folders: RawRow[]) {
    for (const { path_id: pathId, name } of folders) {
      const known = this.byPathId.get(String(pathId));
      // Two folders with one number: files would show up in both. Both names make that a difference.
      this.byPathId.set(String(pathId), known === undefined ? String(name) : `${known}|${String(name)}`);
    }
  }

  /** `/1/4` as `/Photos/2024`. */
  path(value: unknown): string {
    if (typeof value !== 'string') return 'null';
    const names = value
      .split('/')
      .map((step) => (step === '' ? '' : (this.byPathId.get(step) ?? `(no folder ${step})`)));
    return JSON.stringify(names.join('/'));
  }

  /** A folder's own number says nothing but that its path ends with it. */
  pathId(pathId: unknown, path: unknown): string {
    return typeof path === 'string' && path.endsWith(`/${String(pathId)}`)
      ? 'last of path'
      : `number ${String(pathId)}`;
  }
}
