import { createHash } from 'node:crypto';

import type { TreeEntry } from '../../../server/src/core/repository/repository';
import { EntryTable } from '../../../server/src/core/snapshot/entry-table';
import { takeKeyString } from '../../../server/src/core/snapshot/record';
import type { RecordKey } from '../../../server/src/core/snapshot/record';

interface Row {
  key: RecordKey;
  label: string;
}

/** What a sorted list of objects gives, which is what the table stands in for. */
function naive(rows: Row[]): TreeEntry[] {
  const taken = new Set<string>();
  return rows
    .map((row, at) => ({ ...entryOf(row, at), key: takeKeyString(taken, row.key) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function tableOf(rows: Row[], expected = rows.length): EntryTable {
  const table = new EntryTable(expected);
  rows.forEach((row, at) => {
    const entry = entryOf(row, at);
    table.setBlock(table.append(entry), entry.block, entry.slot);
  });
  table.sort();
  return table;
}

function entryOf({ key, label }: Row, at: number): TreeEntry {
  const text = `${key.documentId}\t${key.locale ?? ''}\t${key.status ?? ''}`;
  return {
    key: text,
    hash: id(`hash ${at}`),
    block: id(`block ${at % 5}`),
    slot: at % 7,
    rowId: at + 1,
    label,
  };
}

function id(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}

function rowsOf(count: number, name: (at: number) => string): Row[] {
  return Array.from({ length: count }, (_, at) => ({
    key: { documentId: name(at), locale: at % 3 === 0 ? null : 'en', status: at % 2 ? 'draft' : 'published' },
    label: at % 4 ? `Überschrift ${at}` : '',
  }));
}

const SCATTERED = (at: number) => id(`document ${at}`).replace(/[-_]/g, 'x');

describe('a table of entries', () => {
  it.each([
    ['ids as Strapi makes them', rowsOf(500, SCATTERED)],
    ['ids of any length, shorter than a prefix too', rowsOf(300, (at) => SCATTERED(at).slice(0, at % 9))],
    [
      'ids beyond ASCII, where bytes sort otherwise than UTF-16',
      rowsOf(200, (at) => `${[...'\u{1F600}\uFF5Eäz'].slice(at % 4).join('')}${at % 50}`),
    ],
    ['more than ten rows of one key', rowsOf(60, (at) => `same-${at % 2}`)],
    ['nothing', []],
  ])('gives what a sorted list gives: %s', (_, rows) => {
    expect([...tableOf(rows).entries()]).toEqual(naive(rows));
  });

  it('takes more than it was told to expect, and more than a slab holds', () => {
    const rows = rowsOf(400, SCATTERED).map((row) => ({ ...row, label: 'x'.repeat(6000) }));
    expect([...tableOf(rows, 3).entries()]).toEqual(naive(rows));
  });

  it.each<[string, (rowId: number) => number]>([
    ['asked in the order of its rows', (rowId) => rowId],
    ['asked from the end', (rowId) => 301 - rowId],
    ['whose rows have other ids now', (rowId) => rowId + 1000],
  ])('finds each entry by its key, %s', (_, now) => {
    const rows = rowsOf(300, SCATTERED);
    const table = tableOf(rows);
    const asked = naive(rows).sort((a, b) => now(a.rowId) - now(b.rowId));
    for (const { key, rowId, hash, block, slot } of asked) {
      const at = table.find(key, now(rowId))!;
      expect([table.hashOf(at), table.blockOf(at), table.slotOf(at)]).toEqual([hash, block, slot]);
    }
  });

  it('finds no entry that is not there, not even where its row was', () => {
    const table = tableOf(rowsOf(300, SCATTERED));
    for (const key of ['', 'zzzzzzzzzzzzzzzz', `${SCATTERED(1)}\ten`]) expect(table.find(key, 2)).toBeNull();
    expect(tableOf([]).find('a', 1)).toBeNull();
  });

  it('has no block for an entry that was given none', () => {
    const table = new EntryTable(1);
    table.append(entryOf({ key: { documentId: 'document', locale: null, status: null }, label: '' }, 0));
    table.sort();
    expect([...table.entries()].map(({ block }) => block)).toEqual(['']);
  });
});
