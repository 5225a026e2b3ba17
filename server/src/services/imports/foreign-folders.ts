import type { Core } from '@strapi/strapi';

import type { ReadableRecord } from '../../core/files/readable-record';
import { FOLDER_UID } from '../../core/media/media-of-record';
import { linksIn } from './document-data';
import type { Identities } from './identities';

/** A folder that is not there and is to be made. */
export interface NewFolder {
  documentId: string;
  name: string;
  /** documentId of the folder that it goes into, null for the root of the library. */
  parent: string | null;
}

/** The library's folders as a file has them, and which of them are missing here. */
export class ForeignFolders {
  readonly #said = new Map<string, NewFolder>();
  readonly #wanted = new Set<string>();
  #live = new Set<string>();

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly identities: Identities,
  ) {}

  /** @param isChosen Whether it is asked for itself, and not only where a file of it is */
  see({ documentId, fields }: ReadableRecord, isChosen: boolean): void {
    const id = this.#idOf(documentId);
    const name = typeof fields['name'] === 'string' ? fields['name'] : '';
    this.#said.set(id, { documentId: id, name, parent: this.#linked(fields['parent']) });
    if (isChosen) this.#wanted.add(id);
  }

  /** documentId of the folder that a library file lies in; null for the root, also where the folder is not known. */
  folderOf({ fields }: ReadableRecord): string | null {
    const id = this.#linked(fields['folder']);
    return id !== null && (this.#said.has(id) || this.#live.has(id)) ? id : null;
  }

  /** Of those wanted, and of those that `files` lie in: what is missing, the outer ones first. */
  async missing(files: ReadableRecord[]): Promise<{ make: NewFolder[]; refused: NewFolder[] }> {
    const rows = (await this.strapi.db.query(FOLDER_UID).findMany({ select: ['documentId'] })) as unknown as {
      documentId: string;
    }[];
    this.#live = new Set(rows.map(({ documentId }) => documentId));
    const make = new Map<string, NewFolder>();
    const refused: NewFolder[] = [];
    for (const id of [...this.#wanted, ...files.map((file) => this.folderOf(file))]) {
      for (const folder of this.#wayTo(id)) {
        if (make.has(folder.documentId) || this.#live.has(folder.documentId)) continue;
        if (isName(folder.name)) make.set(folder.documentId, folder);
        else {
          refused.push(folder);
          this.#said.delete(folder.documentId);
        }
      }
    }
    return { make: [...make.values()], refused };
  }

  /** From the root down to a folder; a folder inside itself hangs on the root. */
  #wayTo(id: string | null): NewFolder[] {
    const way: NewFolder[] = [];
    const seen = new Set<string>();
    for (let at = id; at !== null && !seen.has(at);) {
      seen.add(at);
      const folder = this.#said.get(at);
      if (!folder) break;
      const isKnown =
        folder.parent !== null && (this.#said.has(folder.parent) || this.#live.has(folder.parent));
      const parent = isKnown && !seen.has(folder.parent!) ? folder.parent : null;
      way.unshift({ ...folder, parent });
      at = parent;
    }
    return way;
  }

  #linked(value: unknown): string | null {
    const [link] = linksIn(value);
    return link ? this.#idOf(link.documentId) : null;
  }

  #idOf(documentId: string): string {
    return this.identities.liveId(FOLDER_UID, documentId);
  }
}

/** What the media library takes for a folder's name. */
function isName(name: string): boolean {
  return /^[^/]{1,255}$/u.test(name) && name.trim() === name;
}
