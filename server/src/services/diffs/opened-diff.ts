import type { Core } from '@strapi/strapi';

import type { DiffKind, EntryDiff } from '../../../../shared/contracts/diffs';
import { diffEntry } from '../../core/diff/diff-entry';
import type { LabelOf } from '../../core/diff/diff-links';
import { findEntries } from '../../core/diff/find-entries';
import { treeOf, type DiffTarget } from '../../core/diff/type-changes';
import { KeepsakeError } from '../../core/errors';
import type { Manifest, Repository } from '../../core/repository/repository';
import { readLiveRecords } from '../../core/restore/live-records';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { readRecords } from '../../core/restore/snapshot-records';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { keyString, parseKeyString, type Body, type RecordKey } from '../../core/snapshot/record';
import { pluginService } from '../plugin-service';
import { restorableScope } from '../projects/project-scope';
import { hiddenFrom, mayListType, sightOf, type DiffViewer } from './diff-viewer';
import { targetLabels } from './target-labels';

/** A record of a diff. */
export interface EntryKey extends RecordKey {
  contentType: string;
  copy: number;
}

/** Two sides of a comparison, ready to be read. */
export interface OpenedDiff {
  repository: Repository;
  manifest: Manifest;
  target: DiffTarget;
  /** Where a snapshot lies that is the later side: the two may lie in different storages. */
  laterRepository: Repository;
}

export interface FoundBody {
  body: Body;
  label: string;
}

/** Between two snapshots, or one and the live content (`afterId` null). Throws `backup_unknown` where one is gone by now. */
export async function openDiff(
  strapi: Core.Strapi,
  beforeId: string,
  afterId: string | null,
): Promise<OpenedDiff> {
  const snapshots = pluginService(strapi, 'snapshots');
  const before = await snapshots.find(beforeId);
  const repository = await snapshots.repository(before);
  const manifest = await snapshots.manifest(before);
  if (afterId === null) {
    const { plan } = await restorableScope(strapi, manifest);
    const live = { db: strapi.db.connection, plan };
    return { repository, manifest, target: { live }, laterRepository: repository };
  }
  const after = await snapshots.find(afterId);
  const target = { manifest: await snapshots.manifest(after) };
  return { repository, manifest, target, laterRepository: await snapshots.repository(after) };
}

/**
 * One record field by field, as the viewer may see it; `kind` is null where both sides hold the same.
 *
 * @throws KeepsakeError `content_type_unknown`, `forbidden`, and `diff_entry_unknown` when neither side has it
 */
export async function compareEntry(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  key: EntryKey,
  viewer: DiffViewer,
): Promise<Omit<EntryDiff, 'kind' | 'moved'> & { kind: DiffKind | null }> {
  const { contentType: uid } = key;
  const type = await requireList(strapi, opened, uid, viewer);
  const plans = await plansOf(opened);
  const sight = sightOf(strapi, viewer, type, plans)(key.locale);
  if (sight === 'nothing') throw forbidden(uid);
  const name = keyString(key, key.copy);
  const sides = await readSides(opened, uid, [name]);
  const [before, after] = [sides.before.get(name), sides.after.get(name)];
  if (!before && !after) throw entryUnknown(uid, key);
  const labelOf = await linkLabels(strapi, opened, plans, [before, after], viewer);
  const { fields, unchanged } = diffEntry(
    uid,
    { plan: plans[0]!, body: before?.body ?? null },
    { plan: plans[1]!, body: after?.body ?? null },
    hiddenFrom(strapi, viewer, type, key.locale, plans),
    labelOf,
  );
  const { documentId, locale, status, copy } = key;
  return {
    kind: !before ? 'added' : !after ? 'removed' : fields.length > 0 ? 'changed' : null,
    uid,
    documentId,
    locale,
    status,
    copy,
    label: sight === 'named' ? ((after ?? before)?.label ?? '') : '',
    fields,
    unchanged,
  };
}

/** The schemas of both sides. */
export async function plansOf({
  repository,
  manifest,
  target,
  laterRepository,
}: OpenedDiff): Promise<ReadPlan[]> {
  const after =
    'manifest' in target ? await readSnapshotPlan(laterRepository, target.manifest) : target.live.plan;
  return [await readSnapshotPlan(repository, manifest), after];
}

export function typeIn(plans: ReadPlan[], uid: string): TypePlan | null {
  const found = plans.map((plan) => plan.types.find((type) => type.uid === uid));
  return found.findLast((type) => type !== undefined) ?? null;
}

/** Throws `content_type_unknown` and `forbidden`. */
export async function requireList(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  uid: string,
  viewer: DiffViewer,
): Promise<TypePlan> {
  const type = typeIn(await plansOf(opened), uid);
  if (!type) throw typeUnknown(uid);
  if (!mayListType(strapi, viewer, type)) throw forbidden(uid);
  return type;
}

/** What both sides hold under these keys. Live rows that went or came since the keys were found are as they are now. */
export async function readSides(
  { repository, manifest, target, laterRepository }: OpenedDiff,
  uid: string,
  keys: string[],
): Promise<{ before: Map<string, FoundBody>; after: Map<string, FoundBody> }> {
  const before = await storedBodies(repository, manifest, uid, keys);
  if ('manifest' in target)
    return { before, after: await storedBodies(laterRepository, target.manifest, uid, keys) };
  return { before, after: await liveBodies(target.live, uid, keys) };
}

/** Names the targets of links for people, as far as the viewer may see what they are called. */
export async function linkLabels(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  plans: ReadPlan[],
  bodies: (FoundBody | undefined)[],
  viewer: DiffViewer,
): Promise<LabelOf> {
  const isNamed = (uid: string, locale: string | null) => {
    const found = typeIn(plans, uid);
    return found !== null && sightOf(strapi, viewer, found, plans)(locale) === 'named';
  };
  const linking = bodies.map((one) => one?.body ?? null);
  return targetLabels(opened, linking, isNamed);
}

async function storedBodies(
  repository: Repository,
  manifest: Manifest,
  uid: string,
  keys: string[],
): Promise<Map<string, FoundBody>> {
  const found = new Map<string, FoundBody>();
  const tree = treeOf(manifest, uid);
  if (!tree) return found;
  const entries = (await findEntries(repository, tree, keys)).values();
  for await (const { entry, record } of readRecords(repository, entries))
    found.set(entry.key, { body: record.body, label: entry.label });
  return found;
}

async function liveBodies(
  live: Extract<DiffTarget, { live: unknown }>['live'],
  uid: string,
  keys: string[],
): Promise<Map<string, FoundBody>> {
  const found = new Map<string, FoundBody>();
  const type = live.plan.types.find((one) => one.uid === uid);
  if (!type) return found;
  const wanted = new Set(keys);
  const documentIds = keys.map((key) => parseKeyString(key).documentId);
  for await (const { key, body, label } of readLiveRecords(live, type, documentIds))
    if (wanted.has(key)) found.set(key, { body, label });
  return found;
}

export function typeUnknown(uid: string): KeepsakeError {
  return new KeepsakeError('content_type_unknown', `Neither side has a content type ${uid}.`, {
    hint: 'Take one of those that the diff lists.',
    item: uid,
  });
}

export function forbidden(uid: string): KeepsakeError {
  return new KeepsakeError('forbidden', `You may not see the entries of ${uid}.`, {
    hint: 'Ask for the right to read them in the content manager; users and settings need the right to see the settings of Keepsake.',
    item: uid,
  });
}

function entryUnknown(uid: string, { documentId }: RecordKey): KeepsakeError {
  return new KeepsakeError('diff_entry_unknown', `Neither side has ${documentId} of ${uid}.`, {
    hint: 'Look at the list of entries that differ.',
    item: `${uid} ${documentId}`,
  });
}
