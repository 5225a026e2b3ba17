import type { DiffEntry, DiffItem, DiffKind } from '../../../../shared/contracts/diffs';
import { itemOf } from './diff-snapshots';
import type { EntryChange } from './merge-entries';
import type { LabelledEntry } from './type-changes';

export interface EntryQuery {
  kind?: DiffKind;
  locale?: string;
  status?: 'draft' | 'published';
  /** Part of a label or of a documentId, in whatever case. */
  search?: string;
  /** As who asks may see it; null for what they may not. What is not seen is not found by a search either. */
  see?: (item: DiffItem) => DiffItem | null;
  /** Counted from 1. */
  page: number;
  pageSize: number;
}

/** One page of the documents that changed, and how many there are in all. Only the page is kept in memory. */
export async function pageEntries(
  uid: string,
  changes: AsyncIterable<EntryChange<LabelledEntry, LabelledEntry>>,
  query: EntryQuery,
): Promise<{ entries: DiffEntry[]; total: number }> {
  const [from, to] = [(query.page - 1) * query.pageSize, query.page * query.pageSize];
  const entries: DiffEntry[] = [];
  let last: string | null = null;
  let total = 0;
  for await (const change of changes) {
    const seen = itemOf(uid, change);
    const item = query.see ? query.see(seen) : seen;
    if (!item || !isAsked(item, query)) continue;
    if (item.documentId !== last) total += 1;
    last = item.documentId;
    if (total <= from || total > to) continue;
    const { kind, locale, status, copy, documentId, label } = item;
    const entry = entries[total - 1 - from] ?? { uid, documentId, label, records: [] };
    entries[total - 1 - from] = entry;
    entry.records.push({ kind, locale, status, copy });
  }
  return { entries, total };
}

function isAsked(item: DiffItem, query: EntryQuery): boolean {
  const { kind, locale, status, label, documentId } = item;
  if (query.kind && kind !== query.kind) return false;
  if (query.locale && locale !== query.locale) return false;
  if (query.status && status !== query.status) return false;
  const search = query.search?.toLocaleLowerCase();
  return !search || [label, documentId].some((text) => text.toLocaleLowerCase().includes(search));
}
