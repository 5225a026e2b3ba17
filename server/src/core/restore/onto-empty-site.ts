import type { RestoreSelection } from '../../../../shared/contracts/restores';
import { Reader } from '../snapshot/reader';
import type { LiveSite } from './plan-restore';

/**
 * A site without any content is one that is set up again: a restore of everything brings its users and settings too,
 * unless it was told not to. Where there is content, both stay as they are until somebody asks for them.
 *
 * @returns the parts that are to be written although nobody asked for them
 */
export async function ontoEmptySite(
  live: LiveSite,
  selection: RestoreSelection,
): Promise<('users' | 'settings')[]> {
  const open = (['users', 'settings'] as const).filter((part) => selection[part] === undefined);
  const applies = open.length > 0 && !isPart(selection) && (await isEmpty(live));
  return applies ? open : [];
}

/** Whether something less than the whole snapshot was chosen. */
export function isPart({ contentTypes, documentIds, locales, status, fields }: RestoreSelection): boolean {
  const lists = [contentTypes, documentIds, locales, fields];
  return status !== undefined || lists.some((list) => list && list.length > 0);
}

/** Locales and roles do not count: Strapi makes some by itself. */
async function isEmpty({ db, plan: own, whole: plan = own }: LiveSite): Promise<boolean> {
  const reader = new Reader(db, plan);
  for (const type of plan.types) {
    const isContent = type.uid.startsWith('api::') || type.part === 'media' || type.part === 'users';
    if (isContent && (await reader.count(type)) > 0) return false;
  }
  return true;
}
