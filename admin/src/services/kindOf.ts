import type { DiffEntry, DiffKind } from '../../../shared/contracts/diffs';

/** Whether nothing of an entry changed but its place among others. */
export function isPlaceOnly({ records }: DiffEntry): boolean {
  return records.every(({ placeOnly }) => placeOnly === true);
}

/** Of an entry as a whole: changed, unless the same happened to all of its records. */
export function kindOf({ records }: DiffEntry): DiffKind {
  const [first] = records;
  return first && records.every(({ kind }) => kind === first.kind) ? first.kind : 'changed';
}
