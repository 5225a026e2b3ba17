import type { LeafUse, SnapshotUse, TopUse } from '../repository/survey';

/** Every block that a snapshot is made of; one that it names in several places comes several times. */
export function walkBlocks(snapshot: SnapshotUse, visit: (block: number) => void): void {
  visit(snapshot.schema);
  walkPieces(topsOf(snapshot), visit, ({ blocks }) => blocks.forEach(visit));
}

/** The blocks of the pieces themselves, and each leaf. */
export function walkPieces(
  tops: readonly TopUse[],
  visit: (block: number) => void,
  visitLeaf: (leaf: LeafUse) => void,
): void {
  for (const top of tops) {
    visit(top.block);
    for (const leaf of top.leaves) {
      visit(leaf.block);
      visitLeaf(leaf);
    }
  }
}

export function topsOf({ types, media }: SnapshotUse): TopUse[] {
  return [...types.flatMap(({ tops }) => tops), ...media];
}
