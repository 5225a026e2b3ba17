import type { DiffEntry, DiffKind } from '../../../shared/contracts/diffs';

/** Of an entry as a whole: changed, unless the same happened to all of its records. */
export function kindOf({ records }: DiffEntry): DiffKind {
  const [first] = records;
  return first && records.every(({ kind }) => kind === first.kind) ? first.kind : 'changed';
}
