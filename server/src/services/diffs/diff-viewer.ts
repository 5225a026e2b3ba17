import type { Core } from '@strapi/strapi';

import type { Hides } from '../../core/diff/visible-body';
import { FILE_UID, FOLDER_UID } from '../../core/media/media-of-record';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { leftOut } from '../files/left-out';

/** Who looks at a diff. Passwords and tokens are shown to nobody. */
export interface DiffViewer {
  /** May see users, roles, settings and private fields. */
  showsPrivate: boolean;
  /** What an admin may do with content; null stands for a command line of the server itself. */
  ability: unknown;
}

interface Ability {
  can(action: string, subject?: string): boolean;
  rulesFor(action: string, subject: string): Rule[];
}

interface Rule {
  inverted: boolean;
  conditions?: unknown;
  /** All of them where it names none. */
  fields?: string[];
}

const READ = 'plugin::content-manager.explorer.read';
/** Types that are not read in the content manager. */
const READ_ELSEWHERE: Record<string, string> = {
  [FILE_UID]: 'plugin::upload.read',
  [FOLDER_UID]: 'plugin::upload.read',
  'plugin::i18n.locale': 'plugin::i18n.locale.read',
};

/** Whether the entries of a content type may be listed. */
export function mayList({ showsPrivate, ability }: DiffViewer, { uid, part }: TypePlan): boolean {
  if (part === 'users' || part === 'settings') return showsPrivate;
  return ability === null || readableFields(ability as Ability, uid) !== null;
}

/** What of a record is hidden: as in a readable ZIP, and what the viewer may not read in the content manager. */
export function hiddenFrom(
  strapi: Core.Strapi,
  viewer: DiffViewer,
  type: TypePlan,
  plans: ReadPlan[],
): Hides {
  const rules = plans.map((plan) => leftOut(strapi, plan, viewer));
  // What holds keys to something is named only.
  if (rules.some(({ leavesOutType }) => leavesOutType(type) !== null)) return () => true;
  const isContent = type.part !== 'users' && type.part !== 'settings';
  const fields =
    viewer.ability === null || !isContent ? 'all' : readableFields(viewer.ability as Ability, type.uid);
  return (uid, attribute, path) =>
    rules.some(({ leavesOut }) => leavesOut(uid, attribute)) || !isReadable(fields, path);
}

/** Null for none at all. A rule with a condition would have to be asked of an entry that may be gone: it grants nothing. */
function readableFields(ability: Ability, uid: string): 'all' | string[] | null {
  const elsewhere = READ_ELSEWHERE[uid];
  if (elsewhere) return ability.can(elsewhere) || ability.can(elsewhere, uid) ? 'all' : null;
  const rules = ability.rulesFor(READ, uid).filter(({ inverted, conditions }) => !inverted && !conditions);
  if (rules.length === 0) return null;
  return rules.some(({ fields }) => !fields) ? 'all' : rules.flatMap(({ fields }) => fields ?? []);
}

/** Strapi names `seo.title` for a field of a component, and `zone` for all of a dynamic zone. */
function isReadable(fields: 'all' | string[] | null, path: string[]): boolean {
  if (fields === 'all') return true;
  if (STAMPS.includes(path[0] ?? '')) return fields !== null;
  const here = path.join('.');
  return (fields ?? []).some(
    (field) => field === here || field.startsWith(`${here}.`) || here.startsWith(`${field}.`),
  );
}

const STAMPS = ['createdAt', 'updatedAt', 'publishedAt'];
