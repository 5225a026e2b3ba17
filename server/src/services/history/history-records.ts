import type { HistoryRecord } from '../../../../shared/contracts/history';
import type { Repository, TreeEntry } from '../../core/repository/repository';
import { readRecords } from '../../core/restore/snapshot-records';
import { parseKeyString } from '../../core/snapshot/record';
import type { AdminReference, Body } from '../../core/snapshot/record';

export interface HistorySight {
  /** What the viewer may see of rows in a locale. */
  sight: (locale: string | null) => 'nothing' | 'unnamed' | 'named';
  names: (admin: AdminReference) => Promise<string | null>;
  /** What the live rows say, by key. */
  live: ReadonlyMap<string, string>;
  /** What a record says, whatever its place among others, see `contentOf`. */
  contentOf: (body: Body) => string;
}

/**
 * The rows of a document that differ between two snapshots; only those are read. One that only has another place among
 * those that link to the same target, since one of them came or went, did not change for who looks at it.
 */
export async function historyRecords(
  /** Snapshots may lie in different storages. */
  from: { now: Repository; then: Repository },
  { now, then }: { now: TreeEntry[]; then: TreeEntry[] },
  { sight, names, live, contentOf }: HistorySight,
): Promise<HistoryRecord[]> {
  const old = new Map(then.map((entry) => [entry.key, entry]));
  const kept = new Set(now.map(({ key }) => key));
  const shown = (locale: string | null, label: string) => (sight(locale) === 'named' ? label : '');
  const records: HistoryRecord[] = [];
  const differing = now.filter(({ key, hash }) => old.get(key)?.hash !== hash);
  const changed = differing.flatMap(({ key }) => old.get(key) ?? []);
  const said = new Map<string, string>();
  for await (const { entry, record } of readRecords(from.then, changed))
    said.set(entry.key, contentOf(record.body));
  for await (const { entry, record } of readRecords(from.now, differing)) {
    const content = contentOf(record.body);
    if (said.get(entry.key) === content) continue;
    const { locale, status } = record.key;
    const { updatedAt } = record.body;
    records.push({
      kind: old.has(entry.key) ? 'changed' : 'added',
      locale,
      status,
      label: shown(locale, entry.label),
      updatedAt: typeof updatedAt === 'string' ? updatedAt : null,
      updatedBy: record.aside.updatedBy ? await names(record.aside.updatedBy) : null,
      isLive: live.get(entry.key) === content,
    });
  }
  for (const { key, label } of then.filter((entry) => !kept.has(entry.key))) {
    const { locale, status } = parseKeyString(key);
    const gone = { updatedAt: null, updatedBy: null, isLive: !live.has(key) };
    records.push({ kind: 'removed', locale, status, label: shown(locale, label), ...gone });
  }
  return records;
}
