import type { MovedEntry } from '../../../../shared/contracts/restores';
import { parseKeyString } from '../snapshot/record';

/** A live row that a plan looked at. */
export interface SeenRow {
  uid: string;
  key: string;
  hash: string;
}

/** What moved between two looks at the live rows: what was written or came, and what went. */
export function movedEntries(before: readonly SeenRow[], now: readonly SeenRow[]): MovedEntry[] {
  const name = ({ uid, key }: SeenRow) => `${uid} ${key}`;
  const old = new Map(before.map((row) => [name(row), row.hash]));
  const here = new Set(now.map(name));
  const entry = (kind: MovedEntry['kind'], { uid, key }: SeenRow): MovedEntry => {
    const { documentId, locale, status } = parseKeyString(key);
    return { kind, uid, documentId, locale, status };
  };
  return [
    ...now.flatMap((row) => {
      const hash = old.get(name(row));
      if (hash === undefined) return [entry('created', row)];
      return hash === row.hash ? [] : [entry('changed', row)];
    }),
    ...before.filter((row) => !here.has(name(row))).map((row) => entry('deleted', row)),
  ];
}
