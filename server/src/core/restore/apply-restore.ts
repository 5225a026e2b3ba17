import { setImmediate } from 'node:timers/promises';

import type { Knex } from 'knex';

import type { Problem } from '../../../../shared/contracts/errors';
import type { JobProgress } from '../../../../shared/contracts/jobs';
import { asideAtHome } from '../media/aside-at-home';
import { etaSeconds } from '../eta-seconds';
import { FILE_UID, FOLDER_UID } from '../media/media-of-record';
import type { AddressBook } from '../media/media-store';
import type { SnapshotReader, TreeEntry } from '../repository/repository';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import { parseKeyString } from '../snapshot/record';
import type { AdminReference, Aside, StoredRecord } from '../snapshot/record';
import { ComponentWriter, removeClaimedLinks } from './component-writer';
import { drawPathIds, recomputeFolderPaths } from './folder-paths';
import { leftAlone, placeOf, rowsIn } from './leave-outsiders';
import { LinkTargets } from './link-targets';
import { LinkWriter } from './link-writer';
import { Misfits } from './misfits';
import { narrowShape } from './narrow-shape';
import type { LinksToAttach, RestoreActions, TypeActions } from './restore-plan';
import { targetsFirst } from './targets-first';
import { PostponedIndexes } from './postponed-indexes';
import { RowIds } from './row-ids';
import { RowValues } from './row-values';
import type { RowSource } from './row-values';
import { readRecords } from './snapshot-records';
import { Tables } from './tables';

export interface ApplyOptions {
  /** Give new rows the ids they had, where those are free. */
  preserveIds: boolean;
  /** Where files are on this site; without it they stay where their records say. */
  addressOf?: AddressBook;
  onProgress?: (progress: JobProgress) => void;
}

export interface Applied {
  problems: Problem[];
  /** Row ids of created entries. */
  newIds: Map<TreeEntry, number>;
}

/** Records whose rows, components and links are written together. */
const BATCH = 500;

/**
 * Writes what a plan says, on the transaction it is given: first what goes, then rows, components and links. A link
 * is written after the row it points at, so types that point at none but written ones are read once, and those in a
 * circle twice: all their rows first. Rows that exist are updated in place: links from outside the selection, and their
 * ids, survive.
 */
export async function applyRestore(
  repository: SnapshotReader,
  trx: Knex.Transaction,
  livePlan: ReadPlan,
  actions: RestoreActions,
  options: ApplyOptions,
): Promise<Applied> {
  const tables = await Tables.open(trx, livePlan);
  try {
    return await new RestoreApplier(repository, tables, livePlan, actions, options).run();
  } finally {
    tables.close();
  }
}

class RestoreApplier {
  readonly #ids: RowIds;
  readonly #components: ComponentWriter;
  readonly #links: LinkWriter;
  readonly #misfits = new Misfits();
  readonly #newIds = new Map<TreeEntry, number>();
  #admins: AdminRow[] = [];
  #done = 0;
  readonly #startedAt = Date.now();
  readonly #total: number;

  constructor(
    private readonly repository: SnapshotReader,
    private readonly tables: Tables,
    private readonly live: ReadPlan,
    private readonly actions: RestoreActions,
    private readonly options: ApplyOptions,
  ) {
    this.#ids = new RowIds(tables.trx, live.client, live.databaseSchema);
    this.#components = new ComponentWriter(tables, this.#ids, live, actions.snapshotPlan, {
      client: live.client,
      misfits: this.#misfits,
    });
    this.#links = new LinkWriter(tables, new LinkTargets(tables, live, actions.aliases));
    const count = ({ create, update, share }: TypeActions) => create.length + update.length + share.length;
    this.#total = 2 * actions.types.reduce((sum, type) => sum + count(type), 0);
  }

  async run(): Promise<Applied> {
    const { types } = this.actions;
    this.#admins = await this.#readAdmins();
    for (const type of types) await this.#delete(type);
    for (const type of types) {
      // In the order that the rows had: ids that rise with what is written keep the indexes' growth at their ends.
      type.create.sort((a, b) => a.entry.rowId - b.entry.rowId);
      await this.#drawIds(type);
    }
    const indexes = await PostponedIndexes.drop(this.tables, types);
    const { ready, waiting } = targetsFirst(types, this.live.components);
    for (const type of ready) await this.#write(type, ['rows', 'links']);
    for (const type of waiting) await this.#write(type, ['rows']);
    for (const type of waiting) await this.#write(type, ['links']);
    await this.#attach();
    await indexes.create();
    const strays: Problem[] = [];
    for (const type of types) strays.push(...(await this.#removeStrays(type)));
    const touchesMedia = types.some(({ uid }) => uid === FILE_UID || uid === FOLDER_UID);
    if (touchesMedia) await recomputeFolderPaths(this.tables, this.live);
    const problems = [...this.#links.problems, ...this.#misfits.problems(), ...strays];
    return { problems, newIds: this.#newIds };
  }

  async #readAdmins(): Promise<AdminRow[]> {
    const table = this.live.targets['admin::user']?.table;
    if (!table) return [];
    return (await this.tables.on(table).select('id', 'document_id', 'email')) as AdminRow[];
  }

  async #delete({ type, delete: doomed }: TypeActions): Promise<void> {
    const ids = doomed.map(({ rowId }) => rowId);
    if (ids.length === 0) return;
    await this.#components.remove(type, ids);
    await this.#forgetRows(type, ids);
    await this.tables.deleteWhereIn(type.table, 'id', ids);
  }

  /**
   * What came back and is not in the project, as its rules are now, goes again: only now that it is there can the
   * database tell. A published row goes with its draft. Files stay: they harm nobody.
   */
  async #removeStrays(actions: TypeActions): Promise<Problem[]> {
    const { uid, type, create } = actions;
    if (!type.scope || create.length === 0 || uid === FILE_UID || uid === FOLDER_UID) return [];
    const ids = create.map(({ entry }) => this.#newIds.get(entry)!);
    const inside = await rowsIn({ db: this.tables.trx, plan: this.live }, type, type.scope, ids);
    const isStray = (entry: TreeEntry) => !inside.has(this.#newIds.get(entry)!);
    const places = new Set(
      create.filter(({ entry }) => isStray(entry)).map(({ entry }) => placeOf(entry.key)),
    );
    const strays = create.filter(
      ({ entry }) =>
        isStray(entry) ||
        (parseKeyString(entry.key).status === 'published' && places.has(placeOf(entry.key))),
    );
    if (strays.length === 0) return [];
    const doomed = strays.map(({ entry }) => {
      return { rowId: this.#newIds.get(entry)!, key: entry.key, label: entry.label };
    });
    await this.#delete({ ...actions, delete: doomed });
    for (const { entry } of strays) this.#newIds.delete(entry);
    const what = 'is in the backup, but not in the project as its rules are now, and was left out';
    return strays.map(({ entry }) => leftAlone(uid, entry.key, what));
  }

  /** What names these rows without a foreign key, so that no cascade removes it. */
  async #forgetRows(type: TypePlan, ids: number[]): Promise<void> {
    await removeClaimedLinks(this.tables, type, ids);
    for (const shape of [...this.live.types, ...Object.values(this.live.components)]) {
      for (const link of shape.links) {
        if (link.kind === 'morphTable') {
          await this.tables.deleteWhereIn(link.table, link.idColumn, ids, { [link.typeColumn]: type.uid });
        } else if (link.kind === 'morphColumn') {
          const nobody = { [link.idColumn]: null, [link.typeColumn]: null };
          await this.tables.updateWhereIn(
            shape.table,
            link.idColumn,
            ids,
            { [link.typeColumn]: type.uid },
            nobody,
          );
        }
      }
    }
  }

  async #drawIds({ type, create }: TypeActions): Promise<void> {
    const wanted = this.options.preserveIds ? create.map(({ entry }) => entry.rowId) : [];
    const kept = wanted.length > 0 ? await this.#ids.keep(type.table, wanted) : new Set<number>();
    const others = create.filter(({ entry }) => !kept.delete(entry.rowId));
    const drawn = await this.#ids.draw(type.table, others.length);
    others.forEach(({ entry }, index) => this.#newIds.set(entry, drawn[index]!));
    for (const { entry } of create) if (!this.#newIds.has(entry)) this.#newIds.set(entry, entry.rowId);
    // Links to a row that was deleted around Strapi stay behind, and would hang on the new row of the same id.
    await this.#forgetRows(
      type,
      create.map(({ entry }) => this.#newIds.get(entry)!),
    );
  }

  async #write(actions: TypeActions, parts: Part[]): Promise<void> {
    const settled = settledDocuments(actions);
    const created = actions.create.map(({ entry }) => entry);
    const { type, written, shared } = actions;
    const how = { parts, settled };
    await this.#writeBatches(actions, created, this.#newIds, { ...how, shape: type, isNew: true });
    const rowIds = new Map(actions.update.map(({ entry, rowId }) => [entry, rowId]));
    await this.#writeBatches(actions, rowIds.keys(), rowIds, { ...how, shape: written, isNew: false });
    for (const rows of rounds(actions.share)) {
      await this.#writeBatches(actions, rows.keys(), rows, { ...how, shape: shared, isNew: false });
    }
  }

  async #writeBatches(
    actions: TypeActions,
    entries: Iterable<TreeEntry>,
    rowIds: Map<TreeEntry, number>,
    how: Writing,
  ): Promise<void> {
    for await (const read of batches(readRecords(this.repository, entries), BATCH)) {
      const batch = read.map(({ entry, record }) => ({
        entry,
        record: withOverrides(actions, entry, record),
        id: rowIds.get(entry)!,
      }));
      if (how.parts.includes('rows')) {
        if (how.isNew) await this.#insertRows(actions, batch);
        else await this.#updateRows(actions, how.shape, batch);
      }
      if (how.parts.includes('links')) await this.#writeComponentsAndLinks(actions, batch, how);
      await this.#report(how.parts.length * batch.length);
    }
  }

  /** Links of rows that are otherwise left alone, once all that they point at is there. */
  async #attach(): Promise<void> {
    const groups = new Map<string, LinksToAttach[]>();
    for (const one of this.actions.attach) {
      const name = `${one.uid} ${one.attribute}`;
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
    for (const group of groups.values()) {
      const { uid, attribute } = group[0]!;
      const type = narrowShape(
        this.live.types.find((one) => one.uid === uid)!,
        [attribute],
      );
      const owners = group.map(({ rowId, links }) => ({ id: rowId, body: { [attribute]: links } }));
      await this.#links.write(type, this.#snapshotType(uid), owners, false, uid);
    }
  }

  async #insertRows({ uid, type }: TypeActions, batch: WrittenRow[]): Promise<void> {
    const values = this.#rowValues(type);
    const owned = this.#ownColumns(type, batch[0]!.record, true);
    const columns = ['id', ...owned.map(([column]) => column), ...values.names];
    const rows = batch.map(({ record, id }) => [
      id,
      ...this.#ownColumns(type, record, true).map(([, value]) => value),
      ...values.of(this.#rowSource(type, record)),
    ]);
    if (uid === FOLDER_UID) {
      columns.push('path_id', 'path');
      const paths = await this.#newPaths(batch);
      rows.forEach((row, index) => row.push(...paths[index]!));
    }
    await this.tables.insert(type.table, columns, rows);
  }

  async #updateRows({ type }: TypeActions, shape: TypePlan, batch: WrittenRow[]): Promise<void> {
    const values = this.#rowValues(shape);
    for (const { record, id } of batch) {
      // Whose row it is and who made it is nothing that a part of its fields decides.
      const owned = shape === type ? this.#ownColumns(type, record, false) : [];
      const fields = values.of(this.#rowSource(shape, record));
      const changed = [...owned, ...values.names.map((column, index) => [column, fields[index]])];
      await this.tables.update(type.table, id, Object.fromEntries(changed) as Record<string, unknown>);
    }
  }

  #rowValues(shape: TypePlan): RowValues {
    const target = { client: this.live.client, misfits: this.#misfits };
    return new RowValues(target, shape, this.#snapshotType(shape.uid));
  }

  #rowSource({ uid }: TypePlan, record: StoredRecord): RowSource {
    const { key, body } = record;
    return { uid, name: key.documentId, body, aside: this.#aside(uid, record) };
  }

  #aside(uid: string, { key, body, aside }: StoredRecord): Aside {
    const { addressOf } = this.options;
    return uid === FILE_UID && addressOf ? asideAtHome(key.documentId, body, aside, addressOf) : aside;
  }

  #snapshotType(uid: string): TypePlan {
    return this.actions.snapshotPlan.types.find((type) => type.uid === uid)!;
  }

  /** The key's columns and who made the entry: the same columns for all new rows of a type. */
  #ownColumns(type: TypePlan, { key, aside }: StoredRecord, isNew: boolean): [string, unknown][] {
    const values: [string, unknown][] = [];
    if (type.key.kind === 'document') {
      values.push(['document_id', key.documentId], ['locale', key.locale]);
    }
    if (type.tracksAuthors) {
      const createdBy = this.#adminId(aside.createdBy);
      const updatedBy = this.#adminId(aside.updatedBy);
      // An admin who is gone does not take the place of one who is there.
      if (isNew || createdBy !== null) values.push(['created_by_id', createdBy]);
      if (isNew || updatedBy !== null) values.push(['updated_by_id', updatedBy]);
    }
    return values;
  }

  #adminId(reference: AdminReference | undefined): number | null {
    if (!reference) return null;
    const found =
      this.#admins.find(({ document_id: id }) => id === reference.d) ??
      this.#admins.find(({ email }) => email === reference.e);
    return found ? Number(found.id) : null;
  }

  /** What folders need before their place is computed: `path_id` and `path`, both unique. */
  async #newPaths(batch: WrittenRow[]): Promise<[number, string][]> {
    const wanted = batch.map(({ record }) => Number(record.aside.values?.pathId ?? 0) || null);
    const pathIds = await drawPathIds(this.tables, this.live, wanted);
    return pathIds.map((id) => [id, `/new/${id}`]);
  }

  async #writeComponentsAndLinks(
    { uid }: TypeActions,
    batch: WrittenRow[],
    { shape: type, isNew, settled }: Writing,
  ): Promise<void> {
    const snapshotType = this.#snapshotType(uid);
    const owners = batch.map(({ id, record }) => ({ id, body: record.body }));
    if (!isNew) {
      const known = new Set(snapshotType.components.map(({ attribute }) => attribute));
      const fields = type.components.map(({ attribute }) => attribute).filter((name) => known.has(name));
      const ids = owners.map(({ id }) => id);
      await this.#components.remove(type, ids, fields);
    }
    const written = await this.#components.write(type, snapshotType, owners);
    await this.#links.write(type, snapshotType, owners, !isNew, uid, settled);
    for (const { uid: component, owners: parts } of written) {
      const now = this.live.components[component]!;
      const before = this.actions.snapshotPlan.components[component]!;
      await this.#links.write(now, before, parts, false, `${uid} ${component}`);
    }
  }

  /** Also lets other work run: better-sqlite3 answers without ever leaving the microtask queue. */
  async #report(count: number): Promise<void> {
    this.#done += count;
    this.options.onProgress?.({
      phase: 'applying',
      done: this.#done,
      total: this.#total,
      bytes: 0,
      etaSeconds: etaSeconds(this.#startedAt, this.#done, this.#total),
      message: '',
    });
    await setImmediate();
  }
}

/** Documents that are as the snapshot has them once the restore is through. */
function settledDocuments({ create, update, unchanged }: TypeActions): Set<string> {
  const entries = [...create.map(({ entry }) => entry), ...update.map(({ entry }) => entry), ...unchanged];
  return new Set(entries.map(({ key }) => parseKeyString(key).documentId));
}

async function* batches<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of source) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function withOverrides({ overrides }: TypeActions, entry: TreeEntry, record: StoredRecord): StoredRecord {
  const values = overrides.get(entry);
  return values ? { ...record, body: { ...record.body, ...values } } : record;
}

/** An entry that is shared with several locales comes once in each round. */
function rounds(share: TypeActions['share']): Map<TreeEntry, number>[] {
  const found: Map<TreeEntry, number>[] = [];
  for (const { entry, rowId } of share) {
    const round = found.find((rows) => !rows.has(entry));
    if (round) round.set(entry, rowId);
    else found.push(new Map([[entry, rowId]]));
  }
  return found;
}

/** Rows come before what points at them; both in one go where nothing has to wait for another type's rows. */
type Part = 'rows' | 'links';

interface Writing {
  parts: Part[];
  /** See LinkWriter. */
  settled: Set<string>;
  /** What of the rows is written. */
  shape: TypePlan;
  isNew: boolean;
}

interface WrittenRow {
  entry: TreeEntry;
  record: StoredRecord;
  id: number;
}

interface AdminRow {
  id: number;
  document_id: string;
  email: string;
}
