import type { BlockId, Manifest, SnapshotReader } from '../repository/repository';
import { parseRecordLine, type StoredRecord } from '../snapshot/record';

/**
 * All records of one content type, block by block: each block is read once, and of the entries only their places are
 * kept, a few bytes each.
 */
export async function* readStoredRecords(
  repository: SnapshotReader,
  manifest: Manifest,
  uid: string,
): AsyncGenerator<StoredRecord> {
  const stored = manifest.types.find((type) => type.uid === uid);
  if (!stored) return;
  const slots = new Map<BlockId, number[]>();
  for await (const { block, slot } of repository.readTree(stored.tree)) {
    const list = slots.get(block);
    if (list) list.push(slot);
    else slots.set(block, [slot]);
  }
  for (const [block, list] of slots) {
    const lines = (await repository.readBlock(block, 'records')).toString('utf8').split('\n');
    for (const slot of list.sort((a, b) => a - b)) yield parseRecordLine(lines[slot] ?? '');
  }
}
