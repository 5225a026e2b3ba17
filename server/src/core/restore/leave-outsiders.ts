import type { Problem } from '../../../../shared/contracts/errors';
import { FILE_UID, FOLDER_UID } from '../media/media-of-record';
import type { Manifest, SnapshotReader } from '../repository/repository';
import { from, within } from '../snapshot/read-links';
import type { RowCondition, TypePlan } from '../snapshot/read-plan';
import { parseKeyString } from '../snapshot/record';
import { readLiveEntries } from './live-entries';
import type { LiveEntry } from './live-entries';
import { matchNaturally } from './natural-keys';
import type { LiveSite } from './plan-restore';
import type { TypeActions } from './restore-plan';
import { slices } from './row-ids';

export interface OutsidersLeft {
  /** Live rows outside of the project that the answer hangs on. */
  outside: LiveEntry[];
  problems: Problem[];
}

interface Leaving {
  repository: SnapshotReader;
  manifest: Manifest;
  live: LiveSite;
  /** See RestoreActions; what is the same by its natural key, and outside, is linked to. */
  aliases: Map<string, string>;
}

const BATCH = 500;

/**
 * Takes out of a plan what would touch entries outside of the project, as its rules are now:
 *
 * - a record whose row is live but outside, or whose document in that locale is, is left alone
 * - a row is not removed from under others of its document that are outside
 * - what the rules at the time of the snapshot did not hold is not removed for being missing from it
 * - of media that only come along (`referenced`) nothing is ever removed; a file that others show too is not changed, and
 *   a folder that is there stays as it is
 *
 * What is left alone although it differs is told.
 */
export async function leaveOutsiders(
  leaving: Leaving,
  actions: TypeActions,
  inside: LiveEntry[],
): Promise<OutsidersLeft> {
  await keepWhatWasOutside(leaving.live, actions);
  const { type } = actions;
  if (!type.scope) return { outside: [], problems: [] };
  const outside = await outsideOf(leaving, actions, inside);
  const problems = [...leaveRecords(actions, inside, outside), ...keepRows(actions, outside)];
  if (type.uid === FILE_UID) problems.push(...(await leaveShared(leaving.live, actions)));
  if (type.uid === FOLDER_UID) actions.update = [];
  if (type.uid === FILE_UID || type.uid === FOLDER_UID) {
    actions.delete = [];
    problems.push(...(await leaveAlike(leaving, actions)));
  }
  return { outside, problems };
}

/** Rules that were narrower than they are now: what came into the project since then was not missing, but outside. */
async function keepWhatWasOutside({ db, plan, then }: LiveSite, actions: TypeActions): Promise<void> {
  if (!then || actions.delete.length === 0) return;
  const before = then.types.find(({ uid }) => uid === actions.uid);
  const isMedia = actions.uid === FILE_UID || actions.uid === FOLDER_UID;
  if (!before || (before.scope && isMedia)) actions.delete = [];
  else if (before.scope) {
    const ids = actions.delete.map(({ rowId }) => rowId);
    const held = await rowsIn({ db, plan }, before, before.scope, ids);
    actions.delete = actions.delete.filter(({ rowId }) => held.has(rowId));
  }
}

/** Those of the rows that a condition names. */
export async function rowsIn(
  { db, plan }: Pick<LiveSite, 'db' | 'plan'>,
  type: TypePlan,
  { sql, bindings }: RowCondition,
  ids: number[],
): Promise<Set<number>> {
  const found = new Set<number>();
  for (const some of slices(ids, BATCH * 10)) {
    const query = from(db, plan, type.table, 'r').select('r.id').whereRaw(`r.id in (${sql})`, bindings);
    const rows = (await within(query, 'r.id', { ids: some })) as { id: number }[];
    for (const { id } of rows) found.add(Number(id));
  }
  return found;
}

async function outsideOf(
  { repository, live }: Leaving,
  { type, create, delete: doomed, update }: TypeActions,
  inside: LiveEntry[],
): Promise<LiveEntry[]> {
  const outsiders: TypePlan = { ...type, scope: { ...type.scope!, isOutside: true } };
  if (type.singleType) return readLiveEntries(repository, live, outsiders);
  const keys = [...create, ...update].map(({ entry }) => entry.key);
  const documentIds = new Set([...keys, ...doomed.map(({ key }) => key)].map(documentOf));
  // Who took over another documentId is to be found under its own.
  for (const { key, recordKey } of inside)
    if (documentIds.has(documentOf(key))) documentIds.add(recordKey.documentId);
  const found: LiveEntry[] = [];
  for (const some of slices([...documentIds], BATCH)) {
    for (const entry of await readLiveEntries(repository, live, outsiders, { documentIds: some }))
      found.push(entry);
  }
  return found;
}

function leaveRecords(actions: TypeActions, inside: LiveEntry[], outside: LiveEntry[]): Problem[] {
  const { uid, type } = actions;
  const rows = new Map(outside.map((entry) => [entry.key, entry]));
  const places = new Set(outside.map(({ key }) => placeOf(key)));
  const own = new Set(inside.map(({ key }) => placeOf(key)));
  const problems: Problem[] = [];
  actions.create = actions.create.filter(({ entry }) => {
    const row = rows.get(entry.key);
    if (row?.hash === entry.hash) return false;
    const place = placeOf(entry.key);
    // A single type is one document, whatever its documentId.
    const isTaken = type.singleType && outside.length > 0 && !own.has(place);
    if (!row && !isTaken && !(places.has(place) && !own.has(place))) return true;
    problems.push(leftAlone(uid, entry.key, 'is outside of the project by now and was left alone'));
    return false;
  });
  return problems;
}

function keepRows(actions: TypeActions, outside: LiveEntry[]): Problem[] {
  const places = new Set(outside.map(({ key }) => placeOf(key)));
  const kept = actions.delete.filter(({ key }) => places.has(placeOf(key)));
  actions.delete = actions.delete.filter(({ key }) => !places.has(placeOf(key)));
  return kept.map(({ key }) =>
    leftAlone(actions.uid, key, 'is not in the backup, but stays: a part of it is outside of the project'),
  );
}

async function leaveShared(live: LiveSite, actions: TypeActions): Promise<Problem[]> {
  const { type, update } = actions;
  if (!type.shared || update.length === 0) return [];
  const ids = update.map(({ rowId }) => rowId);
  const shared = await rowsIn(live, type, type.shared, ids);
  actions.update = update.filter(({ rowId }) => !shared.has(rowId));
  return update
    .filter(({ rowId }) => shared.has(rowId))
    .map(({ entry }) =>
      leftAlone(actions.uid, entry.key, 'is shown outside of the project too and was left alone'),
    );
}

/** A file or folder that is there under another documentId, outside: it is neither made twice nor taken over. */
async function leaveAlike(
  { repository, manifest, live, aliases }: Leaving,
  actions: TypeActions,
): Promise<Problem[]> {
  const { uid, type } = actions;
  if (actions.create.length === 0) return [];
  const plan = live.whole ?? live.plan;
  const outsiders: TypePlan = { ...type, scope: { ...type.scope!, isOutside: true } };
  const outside = await readLiveEntries(repository, live, outsiders);
  const matching = { repository, types: manifest.types, live: { ...live, plan } };
  const entries = actions.create.map(({ entry }) => entry);
  const alike = await matchNaturally(matching, type, entries, outside);
  if (alike.size === 0) return [];
  const taken = new Map([...alike].map(([theirs, mine]) => [mine, theirs]));
  for (const [mine, theirs] of taken) aliases.set(`${uid} ${mine}`, theirs);
  const left = actions.create.filter(({ entry }) => taken.has(documentOf(entry.key)));
  actions.create = actions.create.filter(({ entry }) => !taken.has(documentOf(entry.key)));
  return left.map(({ entry }) => {
    const theirs = taken.get(documentOf(entry.key)) ?? '';
    return leftAlone(uid, entry.key, `is there outside of the project as ${theirs}, which was left alone`);
  });
}

export function leftAlone(uid: string, key: string, what: string): Problem {
  const name = [uid, ...key.split('\t').filter(Boolean)].join(' ');
  return { code: 'outside_project', message: `${name} ${what}.`, item: name };
}

function documentOf(key: string): string {
  return key.slice(0, key.indexOf('\t'));
}

/** A document in one locale, draft and published version alike. */
export function placeOf(key: string): string {
  const { documentId, locale } = parseKeyString(key);
  return `${documentId} ${locale ?? ''}`;
}
