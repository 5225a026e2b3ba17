import type { BlockId, SnapshotReader, TreeEntry } from '../repository/repository';
import { readAhead } from '../snapshot/read-ahead';
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
  const read = ([block]: [BlockId, TreeEntry[]]) => repository.readBlock(block, 'records');
  for (const { item, ready } of readAhead(byBlock, AT_ONCE, read)) {
    const lines = (await ready).toString('utf8').split('\n');
    for (const entry of item[1]) yield { entry, record: parseRecordLine(lines[entry.slot] ?? '') };
  }
}

/** Blocks under way: one that is worked on, and those that are fetched and decompressed meanwhile. */
const AT_ONCE = 3;
