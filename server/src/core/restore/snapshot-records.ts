import type { BlockId, Repository, TreeEntry } from '../repository/repository';
import { parseRecordLine } from '../snapshot/record';
import type { StoredRecord } from '../snapshot/record';

/**
 * Records of a snapshot, fetched block by block: entries of one block are read together, whatever order they come in.
 * Throws `object_missing` or `object_damaged` with the object's name; a damaged block gives nothing at all.
 */
export async function* readRecords(
  repository: Repository,
  entries: Iterable<TreeEntry>,
): AsyncGenerator<{ entry: TreeEntry; record: StoredRecord }> {
  const byBlock = new Map<BlockId, TreeEntry[]>();
  for (const entry of entries) {
    const list = byBlock.get(entry.block);
    if (list) list.push(entry);
    else byBlock.set(entry.block, [entry]);
  }
  for (const [block, list] of byBlock) {
    const lines = (await repository.readBlock(block, 'records')).toString('utf8').split('\n');
    for (const entry of list) yield { entry, record: parseRecordLine(lines[entry.slot] ?? '') };
  }
}
