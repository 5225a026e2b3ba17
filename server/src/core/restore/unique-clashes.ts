import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { SnapshotReader, TreeEntry } from '../repository/repository';
import { from } from '../snapshot/read-links';
import type { ColumnPlan } from '../snapshot/read-plan';
import { keyString, parseKeyString } from '../snapshot/record';
import type { RecordKey, Status } from '../snapshot/record';
import type { LiveSite } from './plan-restore';
import type { TypeActions } from './restore-plan';
import { slices } from './row-ids';
import { readRecords } from './snapshot-records';

/** A value that an entry brings back and that another document has by now. */
interface Clash {
  entry: TreeEntry;
  key: RecordKey;
  attribute: string;
  value: string;
  /** Who has it. */
  holder: string;
}

/** Values per question to the database. */
const BATCH = 400;

/**
 * Strapi checks `unique` fields itself, per locale and status, and no index stands behind it: a restore that did not
 * look would leave two articles with one slug. Takes the entries out, or gives them new values, as the selection says.
 */
export async function settleClashes(
  repository: SnapshotReader,
  live: LiveSite,
  selection: RestoreSelection,
  actions: TypeActions,
): Promise<{ problems: Problem[]; blockers: Problem[] }> {
  const clashes: Clash[] = [];
  const isIdle = actions.create.length + actions.update.length === 0;
  const columns = actions.type.columns.filter(({ unique, role }) => unique && role === 'record');
  if (isIdle || columns.length === 0 || actions.type.key.kind !== 'document') {
    return { problems: [], blockers: [] };
  }
  const values = await valuesOf(repository, actions, columns);
  for (const column of columns) {
    clashes.push(...(await findClashes(live, actions, column, values.get(column.attribute) ?? [])));
  }
  switch (selection.onConflict ?? 'stop') {
    case 'stop':
      return { problems: [], blockers: clashes.map((clash) => problem(actions.uid, clash, 'unique_clash')) };
    case 'skip':
      leaveOut(actions, clashes);
      return {
        problems: clashes.map((clash) => problem(actions.uid, clash, 'unique_clash_skipped')),
        blockers: [],
      };
    case 'rename':
      for (const clash of clashes) await rename(live, actions, clash);
      return {
        problems: clashes.map((clash) => problem(actions.uid, clash, 'unique_clash_renamed')),
        blockers: [],
      };
  }
}

interface Value {
  entry: TreeEntry;
  key: RecordKey;
  value: string;
}

async function valuesOf(
  repository: SnapshotReader,
  { create, update, overrides, written }: TypeActions,
  columns: ColumnPlan[],
): Promise<Map<string, Value[]>> {
  const values = new Map<string, Value[]>(columns.map(({ attribute }) => [attribute, []]));
  const isNew = new Set(create.map(({ entry }) => entry));
  const writes = (attribute: string) => written.columns.some((column) => column.attribute === attribute);
  const entries = [...isNew, ...update.map(({ entry }) => entry)];
  for await (const { entry, record } of readRecords(repository, entries)) {
    const replaced = overrides.get(entry);
    const body = replaced ? { ...record.body, ...replaced } : record.body;
    for (const { attribute } of columns) {
      if (!isNew.has(entry) && !writes(attribute)) continue;
      const value = body[attribute];
      if (typeof value === 'string') values.get(attribute)!.push({ entry, key: record.key, value });
      if (typeof value === 'number')
        values.get(attribute)!.push({ entry, key: record.key, value: String(value) });
    }
  }
  return values;
}

async function findClashes(
  live: LiveSite,
  actions: TypeActions,
  column: ColumnPlan,
  values: Value[],
): Promise<Clash[]> {
  // A row that this restore deletes or overwrites does not keep its value.
  const overwritten = actions.written.columns.includes(column) ? actions.update : [];
  const leaving = new Set<number>([...actions.delete, ...overwritten].map(({ rowId }) => rowId));
  const clashes: Clash[] = [];
  for (const some of slices(values, BATCH)) {
    const holders = await rowsWith(
      live,
      actions,
      column,
      some.map(({ value }) => value),
    );
    for (const { entry, key, value } of some) {
      const holder = holders.find(
        (row) =>
          row.value === value &&
          !leaving.has(row.id) &&
          sharesPlace(row.key, key) &&
          row.key.documentId !== key.documentId,
      );
      if (holder)
        clashes.push({ entry, key, attribute: column.attribute, value, holder: holder.key.documentId });
    }
  }
  return clashes;
}

function sharesPlace(a: RecordKey, b: RecordKey): boolean {
  return a.locale === b.locale && a.status === b.status;
}

async function rowsWith(live: LiveSite, { type }: TypeActions, column: ColumnPlan, values: string[]) {
  const rows = (await from(live.db, live.plan, type.table, 'r')
    .select('r.id', 'r.document_id', 'r.locale', 'r.published_at', { value: `r.${column.column}` })
    .whereIn(`r.${column.column}`, values)) as {
    id: number;
    document_id: string;
    locale: string | null;
    published_at: unknown;
    value: unknown;
  }[];
  const draftAndPublish = type.key.kind === 'document' && type.key.draftAndPublish;
  return rows.map((row) => {
    const status: Status = draftAndPublish ? (row.published_at === null ? 'draft' : 'published') : null;
    const key: RecordKey = { documentId: row.document_id, locale: row.locale || null, status };
    return { id: Number(row.id), value: String(row.value), key };
  });
}

/** A draft and its published version go together: neither comes back without the other. */
function leaveOut(actions: TypeActions, clashes: Clash[]): void {
  const out = new Set(clashes.map(({ key }) => `${key.documentId} ${key.locale ?? ''}`));
  const stays = ({ entry }: { entry: TreeEntry }) => {
    const { documentId, locale } = parseKeyString(entry.key);
    return !out.has(`${documentId} ${locale ?? ''}`);
  };
  actions.create = actions.create.filter(stays);
  actions.update = actions.update.filter(stays);
}

async function rename(live: LiveSite, actions: TypeActions, clash: Clash): Promise<void> {
  const column = actions.type.columns.find(({ attribute }) => attribute === clash.attribute)!;
  for (let number = 2; ; number += 1) {
    const value = `${clash.value}-${number}`;
    const taken = (await rowsWith(live, actions, column, [value])).some(
      ({ key }) => sharesPlace(key, clash.key) && key.documentId !== clash.key.documentId,
    );
    if (taken) continue;
    actions.overrides.set(clash.entry, { ...actions.overrides.get(clash.entry), [clash.attribute]: value });
    return;
  }
}

function problem(uid: string, { key, attribute, value, holder }: Clash, code: string): Problem {
  const what = `${uid} ${key.documentId} has the ${attribute} "${value}", which must be unique and belongs to ${holder} by now.`;
  const outcome: Record<string, string> = {
    unique_clash: 'Change the value there, or restore with --on-conflict skip or rename.',
    unique_clash_skipped: 'It is left out.',
    unique_clash_renamed: 'It comes back with the next free value.',
  };
  return { code, message: `${what} ${outcome[code]}`, item: `${uid} ${keyString(key)}.${attribute}` };
}
