import type { Core } from '@strapi/strapi';

import { permissionId } from '../../permissions';
import type { Action } from '../../permissions';
import type { Ability, Asker } from './asker';
import { SUPER_ADMIN } from './asker';

interface AdminRow {
  isActive: boolean;
  blocked: boolean;
  firstname?: string | null;
  lastname?: string | null;
  email: string;
  roles: { code: string }[];
}

type FullAbility = Ability & { can(action: string): boolean };

/**
 * An admin as they are now, outside of a request of theirs: null for one who is gone, blocked, deactivated, or lacks one
 * of these rights.
 */
export async function adminAsker(
  strapi: Core.Strapi,
  userId: string,
  actions: Action[],
): Promise<Asker | null> {
  const user = (await strapi.db.query('admin::user').findOne({
    where: { id: userId },
    populate: ['roles'],
  })) as AdminRow | null;
  if (user?.isActive !== true || user.blocked === true) return null;
  const engine = strapi.service('admin::permission').engine as {
    generateUserAbility(user: AdminRow): Promise<FullAbility>;
  };
  const ability = await engine.generateUserAbility(user);
  if (actions.some((action) => !ability.can(permissionId(action)))) return null;
  const hasSettings = ability.can(permissionId('settings'));
  return {
    id: userId,
    name: [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email,
    isSuperAdmin: user.roles.some(({ code }) => code === SUPER_ADMIN),
    seesPrivate: hasSettings,
    managesOthers: hasSettings,
    ability,
  };
}
