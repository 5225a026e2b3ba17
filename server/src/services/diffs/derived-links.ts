import type { Core } from '@strapi/strapi';

import type { DerivedDiff } from '../../../../shared/contracts/diffs';
import { inverseChanges } from '../../core/diff/inverse-changes';
import { keyString } from '../../core/snapshot/record';
import { hiddenFrom, mayListType, sightOf, type DiffViewer } from './diff-viewer';
import { forbidden, plansOf, requireList, typeIn, type EntryKey, type OpenedDiff } from './opened-diff';

interface Relation {
  type: string;
  target?: string;
  mappedBy?: string;
}

/**
 * The relation fields of an entry that others own, as far as something changed in them. The site's schema says which
 * those are. What the viewer may not see, on either side, is left out.
 *
 * @throws KeepsakeError `content_type_unknown` and `forbidden`
 */
export async function derivedLinks(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  key: EntryKey,
  viewer: DiffViewer,
): Promise<DerivedDiff[]> {
  const { contentType: uid } = key;
  const type = await requireList(strapi, opened, uid, viewer);
  const plans = await plansOf(opened);
  if (sightOf(strapi, viewer, type, plans)(key.locale) === 'nothing') throw forbidden(uid);
  const hides = hiddenFrom(strapi, viewer, type, key.locale, plans);
  const derived: DerivedDiff[] = [];
  for (const { field, owner, ownerField } of inverseFields(strapi, uid)) {
    const ownerType = typeIn(plans, owner);
    if (!ownerType || hides(uid, field, [field]) || !mayListType(strapi, viewer, ownerType)) continue;
    const found = await inverseChanges(opened.repository, opened.manifest, opened.target, {
      ownerUid: owner,
      ownerField,
      uid,
      key: keyString(key, key.copy),
    });
    const sight = sightOf(strapi, viewer, ownerType, plans);
    const sees = (locale: string | null) =>
      sight(locale) !== 'nothing' &&
      !hiddenFrom(strapi, viewer, ownerType, locale, plans)(owner, ownerField, [ownerField]);
    const items = found
      ?.filter((item) => sees(item.owner.locale))
      .map((item) => (sight(item.owner.locale) === 'named' ? item : { ...item, label: null }));
    const ownedBy = { uid: owner, field: ownerField };
    if (!items || items.length > 0) derived.push({ field, kind: 'derived', ownedBy, items: items ?? null });
  }
  return derived;
}

function inverseFields(
  strapi: Core.Strapi,
  uid: string,
): { field: string; owner: string; ownerField: string }[] {
  const model = strapi.getModel(uid as never) as { attributes: Record<string, Relation> } | undefined;
  return Object.entries(model?.attributes ?? {}).flatMap(([field, { type, target, mappedBy }]) =>
    type === 'relation' && target && mappedBy ? [{ field, owner: target, ownerField: mappedBy }] : [],
  );
}
