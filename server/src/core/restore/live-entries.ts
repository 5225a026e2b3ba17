import type { SnapshotReader } from '../repository/repository';
import { Reader } from '../snapshot/reader';
import type { ReadFilter } from '../snapshot/reader';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import { hashInput, recordLine, takeKeyString } from '../snapshot/record';
import type { RecordKey } from '../snapshot/record';
import type { Knex } from 'knex';

/** What a restore has to know of a live row: who it is and whether it equals the snapshot's. */
export interface LiveEntry {
  key: string;
  recordKey: RecordKey;
  hash: string;
  rowId: number;
  label: string;
}

/** Live rows of one type in key order, hashed exactly as a snapshot would hash them. */
export async function readLiveEntries(
  repository: Pick<SnapshotReader, 'hash'>,
  live: { db: Knex; plan: ReadPlan },
  type: TypePlan,
  filter: ReadFilter = {},
): Promise<LiveEntry[]> {
  const entries: LiveEntry[] = [];
  const taken = new Set<string>();
  for await (const batch of new Reader(live.db, live.plan).read(type, filter)) {
    for (const record of batch) {
      const key = takeKeyString(taken, record.key);
      const { hashed } = recordLine(record.key, record.bodyJson, '');
      const hash = repository.hash('record', hashInput(type.uid, hashed));
      entries.push({ key, recordKey: record.key, hash, rowId: record.rowId, label: record.label });
    }
  }
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
}
