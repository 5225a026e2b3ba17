import type { Core } from '@strapi/strapi';

import { permissionId } from '../../permissions';
import type { Action } from '../../permissions';
import { pluginService } from '../plugin-service';
import { adminCaller } from '../projects/admin-caller';
import { isInSight } from '../projects/sight';
import type { Ability, Asker } from './asker';
import { SUPER_ADMIN } from './asker';

interface AdminRow {
  documentId: string;
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
 *
 * @param project Slug; null for who may not see it, too
 */
export async function adminAsker(
  strapi: Core.Strapi,
  userId: string,
  actions: Action[],
  project?: string,
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
  if (project !== undefined) {
    const sight = await pluginService(strapi, 'projects').sightOf(adminCaller(user, null, ability));
    if (!isInSight(sight, project)) return null;
  }
  const hasSettings = ability.can(permissionId('settings'));
  const reads = ability.can(permissionId('read'));
  return {
    id: userId,
    name: [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email,
    isSuperAdmin: user.roles.some(({ code }) => code === SUPER_ADMIN),
    seesPrivate: hasSettings,
    managesOthers: hasSettings,
    sees: { activity: reads, versions: reads },
    ability,
  };
}
