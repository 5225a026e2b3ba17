import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { restartNeeded } from '../closure/refresh-caches';

interface LocalePermissions {
  actions: { syncSuperAdminPermissionsWithLocales(): Promise<void> };
}

/**
 * Gives super admins the locales that there are now. Their permissions list every locale, kept in step by a lifecycle
 * of the locale, which a restore does not run, and otherwise at the next boot.
 */
export async function grantLocales(strapi: Core.Strapi): Promise<Problem[]> {
  try {
    const permissions = strapi.plugin('i18n').service('permissions') as unknown as LocalePermissions;
    await permissions.actions.syncSuperAdminPermissionsWithLocales();
    return [];
  } catch (error) {
    strapi.log.error(error);
    return [restartNeeded('permissions by locale')];
  }
}
