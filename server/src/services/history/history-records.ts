import type { HistoryRecord } from '../../../../shared/contracts/history';
import type { Repository, TreeEntry } from '../../core/repository/repository';
import { readRecords } from '../../core/restore/snapshot-records';
import { parseKeyString } from '../../core/snapshot/record';
import type { AdminReference } from '../../core/snapshot/record';

export interface HistorySight {
  /** What the viewer may see of rows in a locale. */
  sight: (locale: string | null) => 'nothing' | 'unnamed' | 'named';
  names: (admin: AdminReference) => Promise<string | null>;
  /** Hashes of the live rows, by key. */
  live: ReadonlyMap<string, string>;
}

/** The rows of a document that differ between two snapshots; only those are read. */
export async function historyRecords(
  repository: Repository,
  now: TreeEntry[],
  then: TreeEntry[],
  { sight, names, live }: HistorySight,
): Promise<HistoryRecord[]> {
  const old = new Map(then.map((entry) => [entry.key, entry]));
  const kept = new Set(now.map(({ key }) => key));
  const shown = (locale: string | null, label: string) => (sight(locale) === 'named' ? label : '');
  const records: HistoryRecord[] = [];
  const differing = now.filter(({ key, hash }) => old.get(key)?.hash !== hash);
  for await (const { entry, record } of readRecords(repository, differing)) {
    const { locale, status } = record.key;
    const { updatedAt } = record.body;
    records.push({
      kind: old.has(entry.key) ? 'changed' : 'added',
      locale,
      status,
      label: shown(locale, entry.label),
      updatedAt: typeof updatedAt === 'string' ? updatedAt : null,
      updatedBy: record.aside.updatedBy ? await names(record.aside.updatedBy) : null,
      isLive: live.get(entry.key) === entry.hash,
    });
  }
  for (const { key, label } of then.filter((entry) => !kept.has(entry.key))) {
    const { locale, status } = parseKeyString(key);
    const gone = { updatedAt: null, updatedBy: null, isLive: !live.has(key) };
    records.push({ kind: 'removed', locale, status, label: shown(locale, label), ...gone });
  }
  return records;
}
