import type { DerivedItem } from '../../../../shared/contracts/diffs';
import type { Manifest, Repository, TreeEntry } from '../repository/repository';
import { readLiveRecords } from '../restore/live-records';
import { readRecords } from '../restore/snapshot-records';
import { keyString, parseKeyString } from '../snapshot/record';
import type { Body, Link } from '../snapshot/record';
import { findEntries } from './find-entries';
import { matchItems } from './match-items';
import { treeOf, typeChanges } from './type-changes';
import type { DiffTarget } from './type-changes';

/** A link of another record to the one that is looked at. */
interface InverseLink {
  /** Key of the record that holds the link. */
  owner: string;
  label: string;
  /** Strapi's order among those that name the same target. */
  place: number;
}

export interface InverseQuestion {
  /** The content type and field that hold the links. */
  ownerUid: string;
  ownerField: string;
  /** Key and content type of the record that they name. */
  uid: string;
  key: string;
}

/** Records that are looked at for it at most. */
const MOST_OWNERS = 2000;

/**
 * Who links to a record by now, and who does no more. Links are stored with their owners, so only owners that changed can
 * tell: those are found by what differs of the trees, and read. Null where more than 2000 of them changed. A live owner
 * is looked for among all rows of its type, as for any diff with the live content.
 */
export async function inverseChanges(
  repository: Repository,
  before: Manifest,
  after: DiffTarget,
  { ownerUid, ownerField, uid, key }: InverseQuestion,
): Promise<DerivedItem[] | null> {
  const keys = await changedOwners(repository, before, after, ownerUid);
  if (!keys) return null;
  const toTarget = (body: Body) =>
    ((body[ownerField] ?? []) as Link[]).filter((link) => link.t === uid && targetKey(link) === key);
  const linksOf = async (records: AsyncIterable<OwnerRecord>) => {
    const found: InverseLink[] = [];
    for await (const { key: owner, label, body } of records)
      for (const { i } of toTarget(body)) found.push({ owner, label, place: i ?? 0 });
    return found.sort((a, b) => a.place - b.place || (a.owner < b.owner ? -1 : 1));
  };
  const old = await linksOf(storedRecords(repository, before, ownerUid, keys));
  const now = await linksOf(
    'manifest' in after
      ? storedRecords(repository, after.manifest, ownerUid, keys)
      : liveRecords(after.live, ownerUid, keys),
  );
  return itemsOf(ownerUid, old, now);
}

interface OwnerRecord {
  key: string;
  label: string;
  body: Body;
}

async function changedOwners(
  repository: Repository,
  before: Manifest,
  after: DiffTarget,
  uid: string,
): Promise<string[] | null> {
  const keys: string[] = [];
  const { changes } = await typeChanges(repository, before, after, uid);
  for await (const { key } of changes) {
    if (keys.length === MOST_OWNERS) return null;
    keys.push(key);
  }
  return keys;
}

async function* storedRecords(
  repository: Repository,
  manifest: Manifest,
  uid: string,
  keys: string[],
): AsyncGenerator<OwnerRecord> {
  const tree = treeOf(manifest, uid);
  const entries: Iterable<TreeEntry> = tree ? (await findEntries(repository, tree, keys)).values() : [];
  for await (const { entry, record } of readRecords(repository, entries))
    yield { key: entry.key, label: entry.label, body: record.body };
}

async function* liveRecords(
  live: Extract<DiffTarget, { live: unknown }>['live'],
  uid: string,
  keys: string[],
): AsyncGenerator<OwnerRecord> {
  const type = live.plan.types.find((one) => one.uid === uid);
  if (!type) return;
  const wanted = new Set(keys);
  const documentIds = keys.map((key) => parseKeyString(key).documentId);
  for await (const record of readLiveRecords(live, type, documentIds))
    if (wanted.has(record.key)) yield record;
}

function itemsOf(uid: string, old: InverseLink[], now: InverseLink[]): DerivedItem[] {
  const matched = matchItems(old, now, {
    identity: ({ owner }) => owner,
    group: () => '',
    editable: false,
  });
  const item = (kind: DerivedItem['kind'], link: InverseLink): DerivedItem => {
    const { documentId, locale, status } = parseKeyString(link.owner);
    return { kind, owner: { uid, documentId, locale, status }, label: link.label || null };
  };
  return [
    ...matched.removed.map((from) => item('removed', old[from] as InverseLink)),
    ...matched.added.map((to) => item('added', now[to] as InverseLink)),
    ...matched.pairs.filter(({ moved }) => moved).map(({ to }) => item('moved', now[to] as InverseLink)),
  ];
}

function targetKey({ d, l, s }: Link): string {
  return keyString({ documentId: d, locale: l ?? null, status: s ?? null });
}
