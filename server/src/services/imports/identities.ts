import type { Core } from '@strapi/strapi';

import type { ReadableRecord } from '../../core/files/readable-record';
import { FILE_UID, FOLDER_UID } from '../../core/media/media-of-record';
import { ROLE_UID } from '../../core/restore/natural-keys';
import { linksIn } from './document-data';

const PERMISSION_UID = 'plugin::users-permissions.permission';
const USER_UID = 'plugin::users-permissions.user';

/** A row of either side, as far as its natural key needs it. */
interface Named {
  documentId: string;
  fields: Record<string, unknown>;
}

/** Of either side: what the types that others are named by are called there. */
interface Names {
  role(documentId: string | null): string | null;
  folder(documentId: string | null): string | null;
}

/** What else, beside its documentId, makes two entries the same; as in a restore. */
const RULES: Record<string, (row: Named, names: Names) => string | null> = {
  [ROLE_UID]: ({ fields }) => text(fields['type']),
  [PERMISSION_UID]: ({ fields }, names) =>
    joined(names.role(linkTarget(fields['role'])), text(fields['action'])),
  [FOLDER_UID]: ({ documentId }, names) => names.folder(documentId),
  [FILE_UID]: ({ fields }) => joined(text(fields['hash']), text(fields['ext']) ?? ''),
  [USER_UID]: ({ fields }) => joined(text(fields['provider']) ?? 'local', text(fields['email'])),
};

/** What is loaded of the live rows of a type. */
const LOADED: Record<string, { select: string[]; populate?: object }> = {
  [ROLE_UID]: { select: ['documentId', 'type'] },
  [PERMISSION_UID]: { select: ['documentId', 'action'], populate: { role: { select: ['documentId'] } } },
  [FOLDER_UID]: { select: ['documentId', 'name'], populate: { parent: { select: ['documentId'] } } },
  [FILE_UID]: { select: ['documentId', 'hash', 'ext'] },
  [USER_UID]: { select: ['documentId', 'provider', 'email'] },
};

/**
 * Which live document a document of the file is, where only their natural keys agree: a site that was set up anew has
 * roles and single types of its own, under documentIds of its own. The live one keeps its documentId.
 */
export class Identities {
  readonly #live = new Map<string, string>();

  /** The documentId that a document of the file goes by here. */
  liveId(uid: string, documentId: string): string {
    return this.#live.get(`${uid} ${documentId}`) ?? documentId;
  }

  /** Reads all records once. Throws what reading them throws. */
  static async of(strapi: Core.Strapi, records: AsyncIterable<ReadableRecord>): Promise<Identities> {
    const identities = new Identities();
    const file = new Map<string, Map<string, Named>>();
    for await (const { contentType: uid, documentId, fields } of records) {
      if (RULES[uid] === undefined && !isSingleType(strapi, uid)) continue;
      const rows = file.get(uid) ?? new Map<string, Named>();
      file.set(uid, rows);
      rows.set(documentId, { documentId, fields: keyFields(uid, fields) });
    }
    const live = new Map<string, Map<string, Named>>();
    for (const uid of file.keys()) live.set(uid, await liveRows(strapi, uid));
    for (const uid of file.keys()) identities.#match(uid, file, live);
    return identities;
  }

  /** One for one: a second entry with the same key stays what it is. */
  #match(uid: string, file: Rows, live: Rows): void {
    const [said, there] = [file.get(uid)!, live.get(uid)!];
    const free = [...there.values()].filter(({ documentId }) => !said.has(documentId));
    const homeless = [...said.values()].filter(({ documentId }) => !there.has(documentId));
    const rule = RULES[uid] ?? (() => 'the one');
    const [fileNames, liveNames] = [namesOf(file), namesOf(live)];
    const byKey = new Map(free.map((row) => [rule(row, liveNames), row.documentId]));
    byKey.delete(null);
    for (const row of homeless) {
      const key = rule(row, fileNames);
      const found = key === null ? undefined : byKey.get(key);
      if (found === undefined) continue;
      this.#live.set(`${uid} ${row.documentId}`, found);
      byKey.delete(key);
    }
  }
}

type Rows = Map<string, Map<string, Named>>;

function isSingleType(strapi: Core.Strapi, uid: string): boolean {
  return strapi.contentTypes[uid as keyof typeof strapi.contentTypes]?.kind === 'singleType';
}

/** A library may have a hundred thousand entries: no more than the key is kept of each. */
function keyFields(uid: string, fields: Record<string, unknown>): Record<string, unknown> {
  const { select = [], populate = {} } = LOADED[uid] ?? {};
  const names = [...select, ...Object.keys(populate)];
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

async function liveRows(strapi: Core.Strapi, uid: string): Promise<Map<string, Named>> {
  const loaded = LOADED[uid] ?? { select: ['documentId'] };
  const exists = strapi.contentTypes[uid as keyof typeof strapi.contentTypes] !== undefined;
  const found = exists
    ? ((await strapi.db
        .query(uid as never)
        .findMany({ ...loaded, orderBy: { id: 'asc' } } as never)) as unknown as Named['fields'][])
    : [];
  const rows = new Map<string, Named>();
  for (const fields of found) {
    const documentId = String(fields['documentId']);
    rows.set(documentId, { documentId, fields });
  }
  return rows;
}

function namesOf(rows: Rows): Names {
  const folders = rows.get(FOLDER_UID);
  return {
    role: (documentId) => text(rows.get(ROLE_UID)?.get(documentId ?? '')?.fields['type']),
    /** Names from the top down. */
    folder(documentId) {
      const path: string[] = [];
      const seen = new Set<string>();
      for (let at = documentId; at !== null && !seen.has(at);) {
        seen.add(at);
        const fields = folders?.get(at)?.fields;
        if (!fields) return null;
        path.unshift(text(fields['name']) ?? '');
        at = linkTarget(fields['parent']);
      }
      return path.join('/');
    },
  };
}

/** Of a link in the file, or of a live row that was loaded. */
function linkTarget(value: unknown): string | null {
  if (Array.isArray(value)) return linksIn(value)[0]?.documentId ?? null;
  return text((value as { documentId?: unknown } | null | undefined)?.documentId);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function joined(a: string | null, b: string | null): string | null {
  return a === null || b === null ? null : `${a}\n${b}`;
}
