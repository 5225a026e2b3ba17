import knex from 'knex';
import type { Knex } from 'knex';

import { Tables } from '../../../server/src/core/restore/tables';
import type { ReadPlan } from '../../../server/src/core/snapshot/read-plan';

const PLAN: ReadPlan = { client: 'sqlite', databaseSchema: null, types: [], components: {}, targets: {} };

describe('A row that SQLite refuses', () => {
  let db: Knex;

  beforeEach(async () => {
    db = knex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true });
    await db.schema.createTable('notes', (table) => {
      table.increments();
      table.string('slug').unique();
    });
  });

  afterEach(() => db.destroy());

  it("is told with the database's whole reason, and without its content", async () => {
    const writing = db.transaction(async (trx) => {
      const tables = await Tables.open(trx, PLAN);
      await tables.insert('notes', ['id', 'slug'], [[1, 'private words']]);
      await tables.insert('notes', ['id', 'slug'], [[2, 'private words']]);
    });
    await expect(writing).rejects.toMatchObject({
      code: 'row_refused',
      message: 'The database refused rows for its table notes: UNIQUE constraint failed: notes.slug.',
    });
    expect(await db('notes').select()).toEqual([]);
  });
});
