import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { SnapshotReader, TreeEntry } from '../repository/repository';
import { parseKeyString } from '../snapshot/record';
import type { Body } from '../snapshot/record';
import { differIn } from './chosen-fields';
import type { LiveEntry } from './live-entries';
import { readLiveRecords } from './live-records';
import { attributesOf, narrowShape } from './narrow-shape';
import type { LiveSite } from './plan-restore';
import type { TypeActions } from './restore-plan';
import { readRecords } from './snapshot-records';

/**
 * Fields that are not localized say the same in every locale of a document, draft and published each for themselves,
 * as Strapi keeps them. A restore that brings some locales only must not leave the others behind:
 * - where it may change rows, those of the other locales take over these fields from the restored ones (`share`);
 * - where they stay as they are (mode `skip`, or fields not chosen), a new row takes them from a live one.
 *
 * Locales that the restore brings itself are left as the snapshot has them.
 *
 * @returns the live rows that the answer hangs on
 */
export async function agreeAcrossLocales(
  repository: SnapshotReader,
  live: LiveSite,
  selection: RestoreSelection,
  actions: TypeActions,
  { own, outside }: { own: LiveEntry[]; outside: LiveEntry[] },
): Promise<LiveEntry[]> {
  const fields = fieldsToAgreeOn(selection, actions);
  const kept = await agreeWithOutsiders(repository, live, actions, outside);
  const neighbours = neighboursOf(actions, own, fields);
  const looked = [...new Set([...neighbours.values()].flatMap(({ model, behind }) => [...model, ...behind]))];
  if (looked.length === 0) return kept;
  const bodies = await liveBodies(live, actions, looked);
  const served = new Set<LiveEntry>();
  actions.shared = narrowShape(actions.type, fields.given);
  for await (const { entry, record } of readRecords(repository, neighbours.keys())) {
    const { model, behind } = neighbours.get(entry)!;
    for (const { rowId } of model) adopt(actions, entry, fields.kept, bodies.get(rowId));
    for (const neighbour of behind) {
      const { rowId, key, label } = neighbour;
      // Several restored locales of a document say the same: the first one speaks for them.
      if (served.has(neighbour) || !differIn(fields.given, record.body, bodies.get(rowId) ?? {})) continue;
      served.add(neighbour);
      actions.share.push({ entry, rowId, key, label });
    }
  }
  return [...kept, ...looked];
}

/** Locales outside of the project are not changed for its sake: what they share with ours stays as they have it. */
async function agreeWithOutsiders(
  repository: SnapshotReader,
  live: LiveSite,
  actions: TypeActions,
  outside: LiveEntry[],
): Promise<LiveEntry[]> {
  const attributes = actions.type.sharedAttributes ?? [];
  if (outside.length === 0 || attributes.length === 0) return [];
  const neighbours = groupByPlace(outside);
  const written = [...actions.create, ...actions.update].map(({ entry }) => entry);
  const models = new Map<TreeEntry, LiveEntry>();
  for (const entry of written) {
    const { locale } = parseKeyString(entry.key);
    const model = neighbours.get(placeOf(entry.key))?.find((one) => one.recordKey.locale !== locale);
    if (model) models.set(entry, model);
  }
  if (models.size === 0) return [];
  const anywhere = { ...actions, type: { ...actions.type, scope: undefined } };
  const looked = [...new Set(models.values())];
  const bodies = await liveBodies(live, anywhere, looked);
  for await (const { entry } of readRecords(repository, models.keys()))
    adopt(actions, entry, attributes, bodies.get(models.get(entry)!.rowId));
  return looked;
}

interface Fields {
  /** Written to the other locales. */
  given: string[];
  /** Stay as they are in the other locales. */
  kept: string[];
}

function fieldsToAgreeOn(selection: RestoreSelection, { type, written }: TypeActions): Fields {
  const shared = type.sharedAttributes ?? [];
  const chosen = selection.mode === 'skip' ? [] : attributesOf(written);
  return {
    given: shared.filter((attribute) => chosen.includes(attribute)),
    kept: shared.filter((attribute) => !chosen.includes(attribute)),
  };
}

interface Neighbours {
  /** The live row that a new row takes `kept` from: one or none. */
  model: LiveEntry[];
  /** Live rows that the restore does not bring. */
  behind: LiveEntry[];
}

/** Live rows of the same document and status in other locales, of the entries to be written that have any. */
function neighboursOf(
  { create, update, unchanged, delete: doomed }: TypeActions,
  liveEntries: LiveEntry[],
  { given, kept }: Fields,
): Map<TreeEntry, Neighbours> {
  const neighbours = new Map<TreeEntry, Neighbours>();
  if (given.length + kept.length === 0 || create.length + update.length === 0) return neighbours;
  const leaving = new Set(doomed.map(({ rowId }) => rowId));
  const staying = groupByPlace(liveEntries.filter(({ rowId }) => !leaving.has(rowId)));
  if (staying.size === 0) return neighbours;
  const brought = new Set([...create, ...update].map(({ entry }) => entry.key));
  for (const { key } of unchanged) brought.add(key);
  const isNew = new Set(create.map(({ entry }) => entry));
  for (const { entry } of [...create, ...update]) {
    const { locale } = parseKeyString(entry.key);
    const others = (staying.get(placeOf(entry.key)) ?? []).filter(
      ({ recordKey }) => recordKey.locale !== locale,
    );
    const model = isNew.has(entry) && kept.length > 0 ? others.slice(0, 1) : [];
    const behind = given.length > 0 ? others.filter(({ key }) => !brought.has(key)) : [];
    if (model.length + behind.length > 0) neighbours.set(entry, { model, behind });
  }
  return neighbours;
}

function groupByPlace(liveEntries: LiveEntry[]): Map<string, LiveEntry[]> {
  const groups = new Map<string, LiveEntry[]>();
  for (const entry of liveEntries) {
    const group = groups.get(placeOf(entry.key));
    if (group) group.push(entry);
    else groups.set(placeOf(entry.key), [entry]);
  }
  return groups;
}

function placeOf(key: string): string {
  const { documentId, status } = parseKeyString(key);
  return `${documentId} ${status ?? ''}`;
}

async function liveBodies(
  live: LiveSite,
  { type }: TypeActions,
  entries: LiveEntry[],
): Promise<Map<number, Body>> {
  const bodies = new Map<number, Body>();
  const shape = narrowShape(type, type.sharedAttributes ?? []);
  const ids = entries.map(({ recordKey }) => recordKey.documentId);
  for await (const { rowId, body } of readLiveRecords(live, shape, ids)) bodies.set(rowId, body);
  return bodies;
}

function adopt(actions: TypeActions, entry: TreeEntry, attributes: string[], body: Body | undefined): void {
  if (!body) return;
  const values = Object.fromEntries(attributes.map((attribute) => [attribute, body[attribute] ?? null]));
  actions.overrides.set(entry, { ...actions.overrides.get(entry), ...values });
}
