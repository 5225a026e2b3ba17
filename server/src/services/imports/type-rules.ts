import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { Importer } from './importer';

export type TypeRule =
  { kind: 'taken' } | { kind: 'refused'; problem: Problem } | { kind: 'blocked'; problem: Problem };

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
  if (NEVER.some((rule) => rule.test(uid))) return refused('type_refused', 'no file may bring them in.');
  if (uid === LOCALE) return refused('locales_left_out', 'make the locales that are missing first.');
  const isUser = uid === USER;
  if (isUser || SETTINGS.includes(uid)) {
    if (!importer.isSuperAdmin) return refused('super_admin_only', 'only a super admin may import them.');
    const isAsked = isUser ? selection.users === true : selection.settings === true;
    if (!isAsked) return refused('not_asked_for', isUser ? 'ask for users.' : 'ask for settings.');
  }
  if (strapi.contentTypes[uid as keyof typeof strapi.contentTypes]) return { kind: 'taken' };
  const message = `The site has no content type ${uid}. Leave it out by choosing the other content types.`;
  return { kind: 'blocked', problem: { code: 'content_type_gone', message, item: uid } };
}
