import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What an export may hold beside content: who did what, what changed in its entries, and its versions. */
export type AnnexName = 'activity' | 'changes' | 'versions';

export interface Annex {
  name: AnnexName;
  /** File of this machine with a row per line as JSON; null while it is only known that there will be one. */
  path: string | null;
}

export type AnnexRow = Record<string, unknown>;

/** Where an annex stands in JSON, and below which path in a ZIP. */
export const ANNEX_PLACES: Record<AnnexName, { group: 'history' | null; path: string }> = {
  activity: { group: 'history', path: 'history/activity' },
  changes: { group: 'history', path: 'history/changes' },
  versions: { group: null, path: 'versions' },
};

/** Members of a row as columns of a table; a dot leads into what a member holds. */
const COLUMNS: Record<AnnexName, readonly string[]> = {
  activity: [
    ...['at', 'action', 'outcome', 'actor.kind', 'actor.name', 'actor.ip'],
    ...['object.type', 'object.id', 'object.name', 'details'],
  ],
  changes: [
    ...[
      'contentType',
      'documentId',
      'locale',
      'status',
      'change',
      'label',
      'fields',
      'changedAt',
      'changedBy',
    ],
    ...['seenIn.documentId', 'seenIn.kind', 'seenIn.number', 'seenIn.createdAt'],
  ],
  versions: [
    ...['number', 'label', 'note', 'origin', 'pinned', 'state', 'createdAt', 'createdBy'],
    ...['documents', 'records', 'files', 'bytes', 'documentId'],
  ],
};

/** The rows of an annex, newest first, one in memory at a time. */
export async function* annexRows({ path }: Annex): AsyncGenerator<AnnexRow> {
  if (path === null) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    yield JSON.parse(line) as AnnexRow;
}

export function annexColumns(name: AnnexName): string[] {
  return [...COLUMNS[name]];
}

/** What a row has in a column: nothing, a text, or a list or object as JSON. */
export function annexValue(row: AnnexRow, column: string): unknown {
  let value: unknown = row;
  for (const name of column.split('.')) value = (value as AnnexRow | null | undefined)?.[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

const PROBLEMS = ['not_yours_to_see', 'history_unreadable'];

/** Whether what is missing was asked for by name, so that an export without it is not all that was wanted. */
export function isAnnexProblem({ code }: { code: string }): boolean {
  return PROBLEMS.includes(code);
}
