import type { PieceRef, TreeEntry, TreeRoot } from '../repository/repository';
import { decodeEntryLine } from '../repository/tree-piece';
import type { TreeReader } from './diff-trees';

/**
 * All entries of one document, whatever their locale and status. Only the pieces are read in which they would lie: a
 * leaf or two, and the top pieces above. `known` remembers what leaves said, by their hashes: trees share most of them.
 * Throws what reading the pieces throws.
 */
export async function findDocument(
  repository: TreeReader,
  root: TreeRoot,
  documentId: string,
  known: Map<string, TreeEntry[]> = new Map(),
): Promise<TreeEntry[]> {
  const tops = piecesAround(root.pieces, documentId);
  const leaves = piecesAround((await repository.readTops(tops)).flat(), documentId);
  const unknown = leaves.filter(({ hash }) => !known.has(hash));
  const read = await repository.readLeafLines(unknown);
  unknown.forEach(({ hash }, at) => {
    const entries = (read[at] ?? []).map(decodeEntryLine);
    known.set(
      hash,
      entries.filter(({ key }) => isOf(key, documentId)),
    );
  });
  return leaves.flatMap(({ hash }) => known.get(hash) ?? []);
}

/** Keys of a document are neighbours: they begin with its id and a tab. */
function isOf(key: string, documentId: string): boolean {
  return key.startsWith(`${documentId}\t`);
}

/** A piece goes from after the last key of the one before it to its own last key. */
function piecesAround(pieces: PieceRef[], documentId: string): PieceRef[] {
  const first = `${documentId}\t`;
  const from = pieces.findIndex(({ last }) => last >= first);
  if (from < 0) return [];
  const beyond = pieces.findIndex(({ last }, at) => at >= from && last > first && !isOf(last, documentId));
  return pieces.slice(from, beyond < 0 ? undefined : beyond + 1);
}
