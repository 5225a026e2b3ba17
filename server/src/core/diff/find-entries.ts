import type { PieceRef, TreeEntry, TreeRoot } from '../repository/repository';
import { decodeEntryLine } from '../repository/tree-piece';
import type { TreeReader } from './diff-trees';

/**
 * The entries of a tree that have these keys; of those it does not have, nothing. Only the pieces are read in which they
 * would lie. Throws what reading the pieces throws: `object_missing`, `object_damaged`, `object_truncated`.
 */
export async function findEntries(
  repository: TreeReader,
  root: TreeRoot,
  keys: Iterable<string>,
): Promise<Map<string, TreeEntry>> {
  const wanted = [...new Set(keys)].sort();
  const found = new Map<string, TreeEntry>();
  const tops = piecesWith(root.pieces, wanted);
  const leaves = (await repository.readTops(tops)).flat();
  const isWanted = new Set(wanted);
  for (const lines of await repository.readLeafLines(piecesWith(leaves, wanted))) {
    for (const entry of lines.map(decodeEntryLine)) if (isWanted.has(entry.key)) found.set(entry.key, entry);
  }
  return found;
}

/** A piece goes from after the last key of the one before it to its own last key. Both lists are sorted. */
function piecesWith(pieces: PieceRef[], keys: string[]): PieceRef[] {
  const chosen: PieceRef[] = [];
  let at = 0;
  for (const piece of pieces) {
    const first = at;
    while (at < keys.length && keys[at]! <= piece.last) at += 1;
    if (at > first) chosen.push(piece);
  }
  return chosen;
}
