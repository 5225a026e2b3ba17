import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import knex from 'knex';
import type { Knex } from 'knex';

import { copySqliteFile } from '../../../server/src/services/snapshots/copy-sqlite-file';

const open: Knex[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepsake-copy-'));
});

afterEach(async () => {
  for (const db of open.splice(0)) await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A pool of one connection, as Strapi has for SQLite. */
function database(name: string): Knex {
  const db = knex({
    client: 'better-sqlite3',
    connection: { filename: join(folder, name) },
    pool: { min: 1, max: 1 },
    useNullAsDefault: true,
  });
  open.push(db);
  return db;
}

async function siteWith(rows: number): Promise<Knex> {
  const db = database('site.db');
  await db.schema.createTable('pairs', (table) => {
    table.increments();
    table.string('name');
    table.text('body');
  });
  for (let start = 0; start < rows; start += 100)
    await db('pairs').insert(Array.from({ length: 100 }, () => ({ name: 'old', body: 'x'.repeat(2000) })));
  return db;
}

async function namesIn(copy: string): Promise<Record<string, number>> {
  const rows = (await database(copy)('pairs').select('name').count({ n: '*' }).groupBy('name')) as {
    name: string;
    n: number;
  }[];
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]));
}

describe('a copy of a SQLite database', () => {
  it('holds nothing of a transaction that was open when it could have ended', async () => {
    const site = await siteWith(1000);
    const copying = copySqliteFile(site, join(folder, 'copy.db'));
    const writing = site.transaction(async (trx) => {
      await trx('pairs').insert({ name: 'left' });
      await setTimeout(300);
      await trx('pairs').where('name', 'old').update({ name: 'moved' });
      await setTimeout(300);
      await trx('pairs').insert({ name: 'right' });
    });
    await Promise.all([copying, writing]);

    const names = await namesIn('copy.db');
    // The transaction was through before the copy could end, so it is there whole.
    expect(names).toEqual({ left: 1, moved: 1000, right: 1 });
  });

  it('holds nothing of a transaction that was rolled back meanwhile', async () => {
    const site = await siteWith(1000);
    const copying = copySqliteFile(site, join(folder, 'copy.db'));
    const writing = site.transaction(async (trx) => {
      await trx('pairs').where('name', 'old').update({ name: 'never' });
      await setTimeout(200);
      throw new Error('changed my mind');
    });
    await expect(writing).rejects.toThrow('changed my mind');
    await copying;

    expect(await namesIn('copy.db')).toEqual({ old: 1000 });
  });

  it('ends although another process keeps writing', async () => {
    const site = await siteWith(1000);
    const other = database('site.db');
    let isWanted = true;
    const writing = (async () => {
      while (isWanted) {
        await other('pairs').insert({ name: 'other' });
        await setTimeout(1);
      }
    })();
    await copySqliteFile(site, join(folder, 'copy.db'));
    isWanted = false;
    await writing;

    expect((await namesIn('copy.db')).old).toBe(1000);
  });

  it('leaves the connection to the site, also when it fails', async () => {
    const site = await siteWith(100);
    await expect(copySqliteFile(site, join(folder, 'nowhere', 'copy.db'))).rejects.toThrow(/directory/);
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    expect(Object.keys(await namesIn('site.db'))).toEqual(['old']);
    await site('pairs').insert({ name: 'still here' });
  });
});
