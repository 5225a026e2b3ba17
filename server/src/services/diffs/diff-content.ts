import type { Core } from '@strapi/strapi';

import type { DiffFileContent, DiffFileEntry } from '../../../../shared/contracts/diffs';
import { diffEntry } from '../../core/diff/diff-entry';
import { itemOf } from '../../core/diff/diff-snapshots';
import type { EntryChange } from '../../core/diff/merge-entries';
import { typeChanges, type LabelledEntry } from '../../core/diff/type-changes';
import { contentOf } from '../../core/diff/without-places';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { hiddenFrom, mayListType, sightOf, type DiffViewer } from './diff-viewer';
import { linkLabels, plansOf, readSides, typeIn, type OpenedDiff } from './opened-diff';

type Change = EntryChange<LabelledEntry, LabelledEntry>;

/** Records that are read and compared at once: what is in memory of them, whatever the size of the diff. */
const AT_ONCE = 200;

/**
 * The text of `DiffFileContent`, piece by piece, while it is being read: everything that the viewer may see, field by
 * field. Throws what reading the snapshots throws.
 */
export async function* diffContent(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  diff: DiffFileContent['diff'],
  viewer: DiffViewer,
): AsyncGenerator<string> {
  yield `{"diff":${JSON.stringify(diff)},"entries":[`;
  const plans = await plansOf(opened);
  const notShown: string[] = [];
  let isFirst = true;
  for (const { uid, documents } of diff.types) {
    if (documents === 0) continue;
    const type = typeIn(plans, uid);
    if (!type || !mayListType(strapi, viewer, type)) {
      notShown.push(uid);
      continue;
    }
    for await (const entry of entriesOf(strapi, opened, plans, type, viewer)) {
      yield `${isFirst ? '' : ','}\n${JSON.stringify(entry)}`;
      isFirst = false;
    }
  }
  yield `\n],"notShown":${JSON.stringify(notShown)}}\n`;
}

async function* entriesOf(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  plans: ReadPlan[],
  type: TypePlan,
  viewer: DiffViewer,
): AsyncGenerator<DiffFileEntry> {
  const { changes } = await typeChanges(opened.repository, opened.manifest, opened.target, type.uid);
  let last: DiffFileEntry | null = null;
  for await (const some of lots(changes)) {
    for (const entry of await compareLot(strapi, opened, plans, type, some, viewer)) {
      // Records of a document are neighbours, and may lie in two lots.
      if (last?.documentId === entry.documentId) {
        last.records.push(...entry.records);
        continue;
      }
      if (last) yield last;
      last = entry;
    }
  }
  if (last) yield last;
}

async function* lots(changes: AsyncIterable<Change>): AsyncGenerator<Change[]> {
  let lot: Change[] = [];
  for await (const change of changes) {
    lot.push(change);
    if (lot.length < AT_ONCE) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}

async function compareLot(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  plans: ReadPlan[],
  type: TypePlan,
  changes: Change[],
  viewer: DiffViewer,
): Promise<DiffFileEntry[]> {
  const { uid } = type;
  const [old, now] = plans as [ReadPlan, ReadPlan];
  const sight = sightOf(strapi, viewer, type, plans);
  const seen = changes.filter((change) => sight(itemOf(uid, change).locale) !== 'nothing');
  const sides = await readSides(
    opened,
    uid,
    seen.map(({ key }) => key),
  );
  const bodies = [...sides.before.values(), ...sides.after.values()];
  const labelOf = await linkLabels(strapi, opened, plans, bodies, viewer);
  return seen.map((change) => {
    const { kind, documentId, locale, status, copy, label } = itemOf(uid, change);
    const before = sides.before.get(change.key)?.body ?? null;
    const after = sides.after.get(change.key)?.body ?? null;
    const hides = hiddenFrom(strapi, viewer, type, locale, plans);
    const { fields } = diffEntry(
      uid,
      { plan: old, body: before },
      { plan: now, body: after },
      hides,
      labelOf,
    );
    const placeOnly = before && after && contentOf(old, uid, before) === contentOf(now, uid, after);
    const record = { kind, locale, status, copy, ...(placeOnly ? { placeOnly } : {}), fields };
    return { uid, documentId, label: sight(locale) === 'named' ? label : '', records: [record] };
  });
}
