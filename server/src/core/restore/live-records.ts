import type { Knex } from 'knex';

import { Reader } from '../snapshot/reader';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import { takeKeyString } from '../snapshot/record';
import type { Body } from '../snapshot/record';
import { slices } from './row-ids';

/** A live row with all that it holds. */
export interface LiveRecord {
  key: string;
  rowId: number;
  label: string;
  body: Body;
}

/** Documents per question to the database. */
const BATCH = 500;

/** The live rows of these documents, in no order of theirs; a document that is not there gives none. */
export async function* readLiveRecords(
  live: { db: Knex; plan: ReadPlan },
  type: TypePlan,
  documentIds: Iterable<string>,
): AsyncGenerator<LiveRecord> {
  const reader = new Reader(live.db, live.plan);
  const taken = new Set<string>();
  const ids = [...new Set(documentIds)];
  // Tables without documents know no such filter: one reading gives all their rows.
  const size = type.key.kind === 'document' ? BATCH : Math.max(1, ids.length);
  for (const some of slices(ids, size)) {
    for await (const batch of reader.read(type, { documentIds: some })) {
      for (const { key, rowId, label, bodyJson } of batch) {
        yield { key: takeKeyString(taken, key), rowId, label, body: JSON.parse(bodyJson) as Body };
      }
    }
  }
}
