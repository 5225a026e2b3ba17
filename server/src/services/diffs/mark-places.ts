import type { DiffEntry } from '../../../../shared/contracts/diffs';
import { contentOf } from '../../core/diff/without-places';
import { keyString } from '../../core/snapshot/record';
import { plansOf, readSides, type OpenedDiff } from './opened-diff';

/**
 * Notes on each record of a page whether anything of it changed but where it stands among others. Their records have to
 * be read for it, which a diff of trees never does, so it is done for what is shown.
 */
export async function markPlaces(opened: OpenedDiff, uid: string, entries: DiffEntry[]): Promise<void> {
  const changed = entries.flatMap(({ documentId, records }) =>
    records
      .filter(({ kind }) => kind === 'changed')
      .map((record) => ({ record, key: keyString({ documentId, ...record }, record.copy) })),
  );
  if (changed.length === 0) return;
  const [old, now] = await plansOf(opened);
  const { before, after } = await readSides(
    opened,
    uid,
    changed.map(({ key }) => key),
  );
  for (const { record, key } of changed) {
    const [was, is] = [before.get(key), after.get(key)];
    if (!was || !is || !old || !now) continue;
    if (contentOf(old, uid, was.body) === contentOf(now, uid, is.body)) record.placeOnly = true;
  }
}
