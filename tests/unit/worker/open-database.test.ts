import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import knex from 'knex';

import { openDatabase } from '../../../server/src/worker/open-database';
import type { DatabaseAccess } from '../../../server/src/worker/open-database';

const VALUES = { id: 1, text: 'Grüße', empty: null, number: 1.5, bytes: Buffer.from([0, 255]) };

describe('A SQLite file that is read in a thread', () => {
  let folder: string;
  let access: DatabaseAccess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keepsake-open-'));
    const connection = { filename: join(folder, 'copy.db') };
    access = { knex: require.resolve('knex'), client: 'sqlite', dialect: 'better-sqlite3', connection };
    const db = knex({ client: 'better-sqlite3', connection, useNullAsDefault: true });
    await db.raw('create table notes (id integer, text text, empty text, number real, bytes blob)');
    await db('notes').insert([VALUES, { ...VALUES, id: 2 }]);
    await db.destroy();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the rows that the driver gives', async () => {
    const { db, close } = await openDatabase(access);
    try {
      expect(await db('notes').orderBy('id')).toEqual([VALUES, { ...VALUES, id: 2 }]);
      expect(await db('notes').where('id', 3)).toEqual([]);
      expect(await db('notes').count({ n: '*' }).first()).toEqual({ n: 2 });
      expect(await db.raw('select id as one, id as two, id as one from notes where id = 2')).toEqual([
        { one: 2, two: 2 },
      ]);
    } finally {
      await close();
    }
  });
});
