import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { Manifest, ManifestType, SnapshotReader, TreeEntry } from '../repository/repository';
import type { LinkPlan, TypePlan } from '../snapshot/read-plan';
import { parseKeyString } from '../snapshot/record';
import type { Body, Link, RecordKey } from '../snapshot/record';
import { readLiveRecords } from './live-records';
import type { LiveRecord } from './live-records';
import type { LiveSite } from './plan-restore';
import type { LinksToAttach, TypeActions } from './restore-plan';
import { readRecords } from './snapshot-records';

export interface InversePlanning {
  repository: SnapshotReader;
  manifest: Manifest;
  live: LiveSite;
  selection: RestoreSelection;
  /** See RestoreActions. */
  aliases: Map<string, string>;
  types: TypeActions[];
}

/**
 * A row that was deleted took the links to it along; they belong to their owners, which a restore of that row leaves
 * alone. Here are the links that the snapshot's owners had to entries that come back, for owners that are still there.
 * Reads each type that can point at a restored one once. A field that holds one link and has another one by now keeps
 * it, and that is told.
 */
export async function planInverseLinks(
  planning: InversePlanning,
): Promise<{ attach: LinksToAttach[]; problems: Problem[] }> {
  const result = { attach: [] as LinksToAttach[], problems: [] as Problem[] };
  const restored = new Set<string>();
  for (const { uid, create } of planning.types) {
    for (const { entry } of create) restored.add(`${uid} ${placeOf(parseKeyString(entry.key))}`);
  }
  if (restored.size === 0) return result;
  const uids = planning.types.filter(({ create }) => create.length > 0).map(({ uid }) => uid);
  for (const stored of planning.manifest.types) {
    const type = planning.live.plan.types.find(({ uid }) => uid === stored.uid);
    if (!type || !isAsked(stored, planning.selection)) continue;
    const links = type.links.filter((link) => canPointAt(link, uids));
    if (links.length === 0) continue;
    const owners = await ownersOf(planning, stored, links, restored);
    await attachToLive(planning, type, links, owners, result);
  }
  return result;
}

function isAsked({ part }: ManifestType, { users, settings }: RestoreSelection): boolean {
  if (part === 'users') return users === true;
  return part !== 'settings' || settings === true;
}

function canPointAt(link: LinkPlan, uids: string[]): boolean {
  return !('targetUid' in link) || uids.includes(link.targetUid);
}

/** By key: the links of snapshot records to restored entries that the restore does not write anyway. */
type Owners = Map<string, Record<string, Link[]>>;

async function ownersOf(
  { repository, types }: InversePlanning,
  stored: ManifestType,
  links: LinkPlan[],
  restored: Set<string>,
): Promise<Owners> {
  const actions = types.find(({ uid }) => uid === stored.uid);
  const created = new Set(actions?.create.map(({ entry }) => entry.key));
  const updated = new Set(actions?.update.map(({ entry }) => entry.key));
  const written = new Set(actions?.written.links.map(({ attribute }) => attribute));
  const entries: TreeEntry[] = [];
  for await (const entry of repository.readTree(stored.tree))
    if (!created.has(entry.key)) entries.push(entry);
  const owners: Owners = new Map();
  for await (const { entry, record } of readRecords(repository, entries)) {
    for (const { attribute } of links) {
      if (updated.has(entry.key) && written.has(attribute)) continue;
      const found = linksIn(record.body, attribute).filter((link) =>
        restored.has(`${link.t} ${targetOf(link)}`),
      );
      if (found.length > 0) owners.set(entry.key, { ...owners.get(entry.key), [attribute]: found });
    }
  }
  return owners;
}

async function attachToLive(
  { live, aliases, types }: InversePlanning,
  type: TypePlan,
  links: LinkPlan[],
  owners: Owners,
  result: { attach: LinksToAttach[]; problems: Problem[] },
): Promise<void> {
  const doomed = new Set(types.find(({ uid }) => uid === type.uid)?.delete.map(({ rowId }) => rowId));
  const keys = new Map([...owners.keys()].map((key) => [liveKey(type.uid, key, aliases), key]));
  const documentIds = [...keys.keys()].map((key) => parseKeyString(key).documentId);
  for await (const row of readLiveRecords(live, type, documentIds)) {
    const wanted = owners.get(keys.get(row.key) ?? '');
    if (!wanted || doomed.has(row.rowId)) continue;
    for (const link of links) {
      const found = wanted[link.attribute];
      if (!found) continue;
      if (isFull(link, row.body)) result.problems.push(taken(type.uid, row, link.attribute));
      else result.attach.push({ uid: type.uid, ...placed(row), attribute: link.attribute, links: found });
    }
  }
}

/** The key that a snapshot's row goes by as long as it has not taken over the snapshot's documentId. */
function liveKey(uid: string, key: string, aliases: Map<string, string>): string {
  const { documentId } = parseKeyString(key);
  const alias = aliases.get(`${uid} ${documentId}`);
  return alias ? `${alias}${key.slice(documentId.length)}` : key;
}

function isFull(link: LinkPlan, body: Body): boolean {
  const isSingle = link.kind === 'column' || link.kind === 'morphColumn' || ('single' in link && link.single);
  return isSingle === true && linksIn(body, link.attribute).length > 0;
}

function linksIn(body: Body, attribute: string): Link[] {
  return (body[attribute] ?? []) as Link[];
}

function placed({ key, rowId, label }: LiveRecord): Pick<LinksToAttach, 'key' | 'rowId' | 'label'> {
  return { key, rowId, label };
}

function targetOf({ d, l, s }: Link): string {
  return placeOf({ documentId: d, locale: l ?? null, status: s ?? null });
}

function placeOf({ documentId, locale, status }: RecordKey): string {
  return `${documentId} ${locale ?? ''} ${status ?? ''}`;
}

function taken(uid: string, { key }: LiveRecord, attribute: string): Problem {
  const { documentId } = parseKeyString(key);
  return {
    code: 'link_place_taken',
    message:
      `${uid} ${documentId} pointed at a restored entry with its field ${attribute}, which points at another one by ` +
      'now and was left so.',
    item: `${uid} ${key.replaceAll('\t', ' ').trim()}.${attribute}`,
  };
}
