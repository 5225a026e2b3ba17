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
  /** All of them where it names none. */
  fields?: string[];
  /** Of an entry; where it asks for what that does not say, it does not match. */
  matchesConditions(entry: object): boolean;
}

const READ = 'plugin::content-manager.explorer.read';
/** Types that are not read in the content manager. */
const READ_ELSEWHERE: Record<string, string> = {
  [FILE_UID]: 'plugin::upload.read',
  [FOLDER_UID]: 'plugin::upload.read',
  'plugin::i18n.locale': 'plugin::i18n.locale.read',
};

/** Whether any entries of a content type may be listed. */
export function mayListType(strapi: Core.Strapi, viewer: DiffViewer, type: TypePlan): boolean {
  const { showsPrivate, ability } = viewer;
  if (!isRead(strapi, type)) return showsPrivate;
  if (ability === null) return true;
  const elsewhere = READ_ELSEWHERE[type.uid];
  const rights = ability as Ability;
  return elsewhere
    ? rights.can(elsewhere)
    : rights.rulesFor(READ, type.uid).some(({ inverted }) => !inverted);
}

/** Whether an entry in this locale may be listed. */
function mayList(strapi: Core.Strapi, viewer: DiffViewer, type: TypePlan, locale: string | null): boolean {
  if (!mayListType(strapi, viewer, type)) return false;
  return fieldsFor(strapi, viewer, type, locale) !== null;
}

/**
 * Whether reading it is a right of its own that roles are given. Users and settings go with the settings of Keepsake, and
 * so does what no role can be given: a type that the content manager does not show, or that the site no longer has.
 */
function isRead(strapi: Core.Strapi, { uid, part }: TypePlan): boolean {
  if (part === 'users' || part === 'settings') return false;
  if (READ_ELSEWHERE[uid]) return true;
  const model = strapi.contentTypes[uid as keyof typeof strapi.contentTypes] as
    { pluginOptions?: { 'content-manager'?: { visible?: boolean } } } | undefined;
  return model !== undefined && model.pluginOptions?.['content-manager']?.visible !== false;
}

function fieldsFor(
  strapi: Core.Strapi,
  { ability }: DiffViewer,
  type: TypePlan,
  locale: string | null,
): 'all' | string[] | null {
  if (ability === null || !isRead(strapi, type)) return 'all';
  return readableFields(ability as Ability, type.uid, locale);
}

/** Whether an entry may be listed, and under its label: that is the value of a field. By locale, asked once for each. */
export function sightOf(
  strapi: Core.Strapi,
  viewer: DiffViewer,
  type: TypePlan,
  plans: ReadPlan[],
): (locale: string | null) => 'nothing' | 'unnamed' | 'named' {
  const known = new Map<string | null, 'nothing' | 'unnamed' | 'named'>();
  const labels = plans.flatMap(({ types }) => {
    const { columns = [], labelColumn = null } = types.find(({ uid }) => uid === type.uid) ?? {};
    return columns.filter(({ column }) => column === labelColumn).map(({ attribute }) => attribute);
  });
  return (locale) => {
    const before = known.get(locale);
    if (before) return before;
    const hides = hiddenFrom(strapi, viewer, type, locale, plans);
    const isNamed = labels.every((attribute) => !hides(type.uid, attribute, [attribute]));
    const sight = !mayList(strapi, viewer, type, locale) ? 'nothing' : isNamed ? 'named' : 'unnamed';
    known.set(locale, sight);
    return sight;
  };
}

/** What of a record is hidden: as in a readable ZIP, and what the viewer may not read in the content manager. */
export function hiddenFrom(
  strapi: Core.Strapi,
  viewer: DiffViewer,
  type: TypePlan,
  locale: string | null,
  plans: ReadPlan[],
): Hides {
  const rules = plans.map((plan) => leftOut(strapi, plan, viewer));
  // What holds keys to something is named only.
  if (rules.some(({ leavesOutType }) => leavesOutType(type) !== null)) return () => true;
  const fields = fieldsFor(strapi, viewer, type, locale);
  return (uid, attribute, path) =>
    rules.some(({ leavesOut }) => leavesOut(uid, attribute)) || !isReadable(fields, path);
}

/**
 * Null for none at all. A right may hang on the locale, as all on localized types do. What hangs on more, on who made the
 * entry for example, would have to be asked of an entry that may be gone: it grants nothing.
 */
function readableFields(ability: Ability, uid: string, locale: string | null): 'all' | string[] | null {
  if (READ_ELSEWHERE[uid]) return ability.can(READ_ELSEWHERE[uid]) ? 'all' : null;
  const rules = ability
    .rulesFor(READ, uid)
    .filter((rule) => !rule.inverted && rule.matchesConditions({ locale }));
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
