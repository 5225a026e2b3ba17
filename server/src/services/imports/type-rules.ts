import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { Importer } from './importer';

export type TypeRule =
  | { kind: 'taken' }
  /** Not asked for, as in a restore. */
  | { kind: 'passed' }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'blocked'; problem: Problem };

/** Admins, their roles, rights and tokens; what runs this plugin; settings whose values are keys. In nobody's import. */
const NEVER = [
  /^admin::/,
  /^plugin::keepsake\./,
  /^plugin::content-releases\./,
  /^plugin::review-workflows\./,
  /^strapi::/,
];
const USER = 'plugin::users-permissions.user';
const SETTINGS = ['plugin::users-permissions.role', 'plugin::users-permissions.permission'];
const LOCALE = 'plugin::i18n.locale';

/** Whether a file has no say in records of this type, and may not even point at them. */
export function isOffLimits(uid: string): boolean {
  return NEVER.some((rule) => rule.test(uid));
}

/** What becomes of the records of a content type in a file that nothing vouches for. */
export function typeRule(
  strapi: Core.Strapi,
  uid: string,
  importer: Importer,
  selection: Pick<RestoreSelection, 'users' | 'settings'>,
): TypeRule {
  const refused = (code: string, why: string): TypeRule => ({
    kind: 'refused',
    problem: { code, message: `Records of ${uid} were left out: ${why}`, item: uid },
  });
  const isUser = uid === USER;
  const isSetting = uid.startsWith('strapi::') || SETTINGS.includes(uid);
  const isAsked = isUser ? selection.users === true : !isSetting || selection.settings === true;
  // A locale that is needed and missing stops the import by itself.
  if (!isAsked || uid === LOCALE) return { kind: 'passed' };
  if (isOffLimits(uid)) return refused('type_refused', 'no file may bring them in.');
  if ((isUser || isSetting) && !importer.isSuperAdmin)
    return refused('super_admin_only', 'only a super admin may import them.');
  if (strapi.contentTypes[uid as keyof typeof strapi.contentTypes]) return { kind: 'taken' };
  const message = `The site has no content type ${uid}. Leave it out by choosing the other content types.`;
  return { kind: 'blocked', problem: { code: 'content_type_gone', message, item: uid } };
}
