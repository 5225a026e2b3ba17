import { FILE_UID, FOLDER_UID } from '../media/media-of-record';
import type { ManifestType, SnapshotReader, TreeEntry } from '../repository/repository';
import { Reader } from '../snapshot/reader';
import type { TypePlan } from '../snapshot/read-plan';
import type { Body, Link } from '../snapshot/record';
import type { LiveEntry } from './live-entries';
import type { LiveSite } from './plan-restore';
import { readRecords } from './snapshot-records';

export const ROLE_UID = 'plugin::users-permissions.role';
const PERMISSION_UID = 'plugin::users-permissions.permission';
const LOCALE_UID = 'plugin::i18n.locale';
const USER_UID = 'plugin::users-permissions.user';

/**
 * What else, beside its documentId, makes two entries the same: an app that was set up anew has its own `en` locale
 * and its own public role, and must not end up with two of each.
 */
const RULES: Record<string, (body: Body, names: Names) => string | null> = {
  [LOCALE_UID]: (body) => text(body.code),
  [ROLE_UID]: (body) => text(body.type),
  [PERMISSION_UID]: (body, names) => joined(names.roleType(linkTarget(body.role)), text(body.action)),
  [FOLDER_UID]: (body, names) => joined(names.folderPath(linkTarget(body.parent)), text(body.name)),
  [FILE_UID]: (body) => joined(text(body.hash), typeof body.ext === 'string' ? body.ext : ''),
  [USER_UID]: (body) => joined(text(body.provider) ?? 'local', text(body.email)),
};

/** The types whose bodies other types' keys are made of. */
const NAMED_BY: Record<string, string> = { [PERMISSION_UID]: ROLE_UID, [FOLDER_UID]: FOLDER_UID };

/** Live documentId → the snapshot's, for entries that are the same by their natural key only. */
export type Takeovers = Map<string, string>;

export interface NaturalMatching {
  repository: SnapshotReader;
  types: ManifestType[];
  live: LiveSite;
}

export async function matchNaturally(
  matching: NaturalMatching,
  type: TypePlan,
  entries: readonly TreeEntry[],
  liveEntries: LiveEntry[],
): Promise<Takeovers> {
  if (type.singleType) return matchSingleType(entries, liveEntries);
  const rule = RULES[type.uid];
  if (!rule) return new Map();
  const liveIds = new Set(liveEntries.map(({ recordKey }) => recordKey.documentId));
  const snapshotIds = new Set(entries.map(({ key }) => documentIdOf(key)));
  const homeless = entries.filter(({ key }) => !liveIds.has(documentIdOf(key)));
  const candidates = [...liveIds].filter((id) => !snapshotIds.has(id));
  if (homeless.length === 0 || candidates.length === 0) return new Map();

  const named = NAMED_BY[type.uid];
  const snapshotNames = new Names(named ? await snapshotBodies(matching, named) : new Map());
  const liveNames = new Names(named ? await liveBodies(matching.live, named) : new Map());
  const wanted = new Map<string, string>();
  for await (const { record } of readRecords(matching.repository, homeless)) {
    const key = rule(record.body, snapshotNames);
    if (key !== null) wanted.set(key, record.key.documentId);
  }
  const takeovers: Takeovers = new Map();
  for (const [documentId, body] of await liveBodies(matching.live, type.uid, candidates)) {
    const key = rule(body, liveNames);
    const same = key === null ? undefined : wanted.get(key);
    if (same === undefined) continue;
    takeovers.set(documentId, same);
    // One for one: a second live entry with the same key stays what it is.
    wanted.delete(key!);
  }
  return takeovers;
}

/** A single type is one document, whatever its documentId. */
function matchSingleType(entries: readonly TreeEntry[], liveEntries: LiveEntry[]): Takeovers {
  const wanted = entries[0] && documentIdOf(entries[0].key);
  const first = liveEntries[0]?.recordKey.documentId;
  if (!wanted || !first || liveEntries.some(({ recordKey }) => recordKey.documentId === wanted))
    return new Map();
  return new Map([[first, wanted]]);
}

/** Live rows under the documentId that they are about to take over; their hashes no longer say anything. */
export function underTakenOverIds(liveEntries: LiveEntry[], takeovers: Takeovers): LiveEntry[] {
  if (takeovers.size === 0) return liveEntries;
  const moved = liveEntries.map((entry) => {
    const own = entry.recordKey.documentId;
    const documentId = takeovers.get(own);
    return documentId ? { ...entry, key: `${documentId}${entry.key.slice(own.length)}`, hash: '' } : entry;
  });
  return moved.sort((a, b) => (a.key < b.key ? -1 : 1));
}

class Names {
  constructor(private readonly bodies: Map<string, Body>) {}

  roleType(documentId: string | null): string | null {
    return documentId === null ? null : text(this.bodies.get(documentId)?.type);
  }

  /** Names from the top down; the root of the media library is the empty path. */
  folderPath(documentId: string | null): string {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at = documentId; at !== null && !seen.has(at); at = linkTarget(this.bodies.get(at)?.parent)) {
      seen.add(at);
      names.unshift(String(this.bodies.get(at)?.name ?? ''));
    }
    return names.join('/');
  }
}

async function snapshotBodies(
  { repository, types }: NaturalMatching,
  uid: string,
): Promise<Map<string, Body>> {
  const bodies = new Map<string, Body>();
  const stored = types.find((type) => type.uid === uid);
  if (!stored) return bodies;
  const entries: TreeEntry[] = [];
  for await (const entry of repository.readTree(stored.tree)) entries.push(entry);
  for await (const { record } of readRecords(repository, entries))
    bodies.set(record.key.documentId, record.body);
  return bodies;
}

async function liveBodies(live: LiveSite, uid: string, documentIds?: string[]): Promise<Map<string, Body>> {
  const bodies = new Map<string, Body>();
  const type = live.plan.types.find((candidate) => candidate.uid === uid);
  if (!type) return bodies;
  const reader = new Reader(live.db, live.plan);
  const size = documentIds ? 500 : Infinity;
  for (let start = 0; start < (documentIds?.length ?? 1); start += size) {
    const filter = documentIds ? { documentIds: documentIds.slice(start, start + size) } : {};
    for await (const batch of reader.read(type, filter)) {
      for (const record of batch) bodies.set(record.key.documentId, JSON.parse(record.bodyJson) as Body);
    }
  }
  return bodies;
}

function linkTarget(value: unknown): string | null {
  return Array.isArray(value) ? ((value[0] as Link | undefined)?.d ?? null) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function joined(a: string | null, b: string | null): string | null {
  return a === null || b === null ? null : `${a}\n${b}`;
}

function documentIdOf(key: string): string {
  return key.slice(0, key.indexOf('\t'));
}
