import { useRBAC } from '@strapi/strapi/admin';
import { PERMISSIONS } from '../permissions';

const CHECKED = Object.values(PERMISSIONS);

/** What the signed-in admin may do; all false while that is being found out. */
export function useRights() {
  const { allowedActions } = useRBAC(CHECKED);
  return {
    canBackup: allowedActions.canBackup === true,
    canRestore: allowedActions.canRestore === true,
    canDelete: allowedActions.canDelete === true,
  };
}
