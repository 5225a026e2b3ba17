import { annexRows, annexValue } from '../annexes';
import type { Annex, AnnexName } from '../annexes';
import { markup } from './html';
import type { Html } from './html';
import type { PdfWords } from './pdf-words';
import type { ValueTexts } from './value-text';

/** What people read of an annex; the other formats have all of it. */
const SHOWN: Record<AnnexName, readonly string[]> = {
  activity: ['at', 'action', 'outcome', 'actor.name', 'object.name'],
  changes: ['changedAt', 'change', 'label', 'contentType', 'locale', 'fields', 'changedBy'],
  versions: ['number', 'createdAt', 'label', 'note', 'documents', 'createdBy'],
};
const TIMES = ['at', 'createdAt', 'changedAt'];

/** A longer table is for programs. */
const MOST_ROWS = 1000;

/** The newest rows as a table, and whether there are more. */
export async function annexTable(
  annex: Annex,
  texts: ValueTexts,
  words: Pick<PdfWords, 'columns'>,
): Promise<{ table: Html; rows: number; hasMore: boolean }> {
  const columns = SHOWN[annex.name];
  const lines: Html[] = [];
  let hasMore = false;
  for await (const row of annexRows(annex)) {
    hasMore = lines.length === MOST_ROWS;
    if (hasMore) break;
    const cells = columns.map(
      (column) => markup`<td dir="auto">${cellText(annexValue(row, column), column, texts)}</td>`,
    );
    lines.push(markup`<tr>${cells}</tr>`);
  }
  const titles = columns.map(
    (column) =>
      markup`<th>${words.columns[`${annex.name}.${column}`] ?? words.columns[column] ?? column}</th>`,
  );
  const table = markup`<table class="annex"><thead><tr>${titles}</tr></thead><tbody>${lines}</tbody></table>`;
  return { table, rows: lines.length, hasMore };
}

function cellText(value: unknown, column: string, texts: ValueTexts): string {
  if (value === null || value === undefined) return '';
  if (TIMES.includes(column)) return texts.moment(String(value as string));
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
