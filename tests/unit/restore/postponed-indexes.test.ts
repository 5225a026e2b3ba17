import knex from 'knex';
import type { Knex } from 'knex';

import { newTypeActions } from '../../../server/src/core/restore/new-type-actions';
import { PostponedIndexes } from '../../../server/src/core/restore/postponed-indexes';
import type { TypeActions } from '../../../server/src/core/restore/restore-plan';
import { Tables } from '../../../server/src/core/restore/tables';
import type { TreeEntry } from '../../../server/src/core/repository/repository';
import type { LinkPlan, ReadPlan, TypePlan } from '../../../server/src/core/snapshot/read-plan';

const PLAN: ReadPlan = { client: 'sqlite', databaseSchema: null, types: [], components: {}, targets: {} };

const TAGS: Extract<LinkPlan, { kind: 'table' }> = {
  kind: 'table',
  attribute: 'tags',
  table: 'notes_tags',
  source: 'note_id',
  target: 'tag_id',
  targetUid: 'api::tag.tag',
  order: null,
  inverseOrder: null,
};

describe('Indexes of a join table that is filled from nothing', () => {
  let db: Knex;

  beforeEach(async () => {
    db = knex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true });
    await db.schema.createTable('notes_tags', (table) => {
      table.increments();
      table.integer('note_id');
      table.integer('tag_id');
      table.index(['note_id'], 'notes_tags_note');
      table.unique(['note_id', 'tag_id'], { indexName: 'notes_tags_uq' });
    });
  });

  afterEach(() => db.destroy());

  it('are away while it is filled, and the same ones again after', async () => {
    const before = await indexes();
    const { during, after } = await fill(bulk(1000, TAGS), [
      [1, 1],
      [1, 2],
    ]);
    expect(before).toHaveLength(2);
    expect(during).toEqual([]);
    expect(after).toEqual(before);
    expect(await db('notes_tags').count({ n: '*' }).first()).toEqual({ n: 2 });
  });

  it('still refuse a pair that is there twice, and the restore leaves nothing', async () => {
    const before = await indexes();
    await expect(
      fill(bulk(1000, TAGS), [
        [1, 1],
        [1, 1],
      ]),
    ).rejects.toMatchObject({
      code: 'row_refused',
      item: 'notes_tags',
    });
    expect(await indexes()).toEqual(before);
    expect(await db('notes_tags').select()).toEqual([]);
  });

  it.each<[string, TypeActions]>([
    ['few entries come', bulk(999, TAGS)],
    ['entries are changed as well', { ...bulk(1000, TAGS), update: [{ entry: entry(1), rowId: 1 }] }],
    ['entries go as well', { ...bulk(1000, TAGS), delete: [{ rowId: 1, key: 'a', label: 'a' }] }],
    ['each target has one owner, which is looked for', bulk(1000, { ...TAGS, exclusive: true })],
  ])('stay where %s', async (_, actions) => {
    const before = await indexes();
    expect((await fill(actions, [[1, 1]])).during).toEqual(before);
  });

  it('stay where the table has more rows than come', async () => {
    const rows = Array.from({ length: 1001 }, (_, id) => ({ note_id: id, tag_id: id }));
    await db.batchInsert('notes_tags', rows, 300);
    const before = await indexes();
    expect((await fill(bulk(1000, TAGS), [])).during).toEqual(before);
  });

  async function fill(actions: TypeActions, rows: number[][]) {
    return db.transaction(async (trx) => {
      const tables = await Tables.open(trx, PLAN);
      const postponed = await PostponedIndexes.drop(tables, [actions]);
      const during = await indexes(trx);
      await tables.insert('notes_tags', ['note_id', 'tag_id'], rows);
      await postponed.create();
      tables.close();
      return { during, after: await indexes(trx) };
    });
  }

  async function indexes(on: Knex = db): Promise<unknown[]> {
    return on('sqlite_master')
      .select('name', 'sql')
      .where({ type: 'index', tbl_name: 'notes_tags' })
      .orderBy('name');
  }
});

function bulk(count: number, link: LinkPlan): TypeActions {
  const type = { uid: 'api::note.note', table: 'notes', columns: [], components: [], links: [link] };
  const actions = newTypeActions(type as unknown as TypePlan);
  actions.create = Array.from({ length: count }, (_, id) => ({ entry: entry(id) }));
  return actions;
}

function entry(id: number): TreeEntry {
  return { key: `note-${id}`, hash: '', block: '', slot: 0, rowId: id, label: '' } as unknown as TreeEntry;
}
