import type { BlockReader } from './block-reader';
import type { BlockId, Manifest, TreeEntry, TreeRoot } from './repository';
import { readLeaf, readTop } from './tree';

/**
 * Every block that a set of snapshots is made of. Shared pieces are read once, however many snapshots share them.
 * Throws as soon as one piece cannot be read: who deletes by this list must not guess.
 */
export async function liveBlocks(
  reader: BlockReader,
  manifests: AsyncIterable<Manifest>,
): Promise<Set<BlockId>> {
  const live = new Set<BlockId>();
  for await (const manifest of manifests) {
    live.add(manifest.schema.block);
    for (const tree of treesOf(manifest)) await markTree(reader, tree, live);
  }
  return live;
}

/** The trees of a manifest: one per type, and the media. */
export function treesOf(manifest: Manifest): TreeRoot[] {
  return [...manifest.types.map((type) => type.tree), manifest.media];
}

/** The blocks that hold an entry's content. */
export function blocksOf(entry: TreeEntry): BlockId[] {
  return entry.file ? entry.file.blocks : [entry.block];
}

async function markTree(reader: BlockReader, tree: TreeRoot, live: Set<BlockId>): Promise<void> {
  for (const top of tree.pieces) {
    if (live.has(top.block)) continue;
    for (const leaf of await readTop(reader, top)) {
      if (live.has(leaf.block)) continue;
      for (const entry of await readLeaf(reader, leaf)) {
        for (const block of blocksOf(entry)) live.add(block);
      }
      live.add(leaf.block);
    }
    live.add(top.block);
  }
}
