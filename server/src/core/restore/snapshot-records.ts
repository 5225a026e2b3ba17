import type { BlockId, SnapshotReader, TreeEntry } from '../repository/repository';
import { parseRecordLine } from '../snapshot/record';
import type { StoredRecord } from '../snapshot/record';

/**
 * Records of a snapshot, fetched block by block: entries of one block are read together, whatever order they come in.
 * Throws `object_missing` or `object_damaged` with the object's name; a damaged block gives nothing at all.
 */
export async function* readRecords(
  repository: SnapshotReader,
  entries: Iterable<TreeEntry>,
): AsyncGenerator<{ entry: TreeEntry; record: StoredRecord }> {
  const byBlock = new Map<BlockId, TreeEntry[]>();
  for (const entry of entries) {
    const list = byBlock.get(entry.block);
    if (list) list.push(entry);
    else byBlock.set(entry.block, [entry]);
  }
  const blocks = readAhead(repository, [...byBlock.keys()]);
  for (const list of byBlock.values()) {
    const lines = (await blocks.next()).toString('utf8').split('\n');
    for (const entry of list) yield { entry, record: parseRecordLine(lines[entry.slot] ?? '') };
  }
}

/** Blocks that are fetched and decompressed while the one before them is worked on. */
const AHEAD = 2;

function readAhead(repository: SnapshotReader, blocks: BlockId[]): { next(): Promise<Buffer> } {
  const underWay: Promise<Buffer>[] = [];
  let started = 0;
  return {
    next() {
      for (; started < blocks.length && underWay.length <= AHEAD; started += 1) {
        const reading = repository.readBlock(blocks[started]!, 'records');
        // Whoever stops before this block never waits for it; whoever gets there sees the error.
        reading.catch(() => undefined);
        underWay.push(reading);
      }
      return underWay.shift()!;
    },
  };
}
