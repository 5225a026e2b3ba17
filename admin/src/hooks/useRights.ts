import { useRBAC } from '@strapi/strapi/admin';
import type { Job } from '../../../shared/contracts/jobs';
import { PERMISSIONS } from '../permissions';

const CHECKED = Object.values(PERMISSIONS);

const ACTION_OF = {
  backup: 'canBackup',
  export: 'canExport',
  restore: 'canRestore',
  settings: 'canSettings',
} as const;

/** What the signed-in admin may do; all false while that is being found out. */
export function useRights() {
  const { allowedActions } = useRBAC(CHECKED);
  return {
    canRead: allowedActions.canRead === true,
    canBackup: allowedActions.canBackup === true,
    canExport: allowedActions.canExport === true,
    canRestore: allowedActions.canRestore === true,
    canDownload: allowedActions.canDownload === true,
    canDelete: allowedActions.canDelete === true,
    canSchedule: allowedActions.canSchedule === true,
    canSeeSettings: allowedActions.canSettings === true,
    /** Every project, and so what is of the installation as a whole: storage, health. */
    seesAllProjects: allowedActions.canAll === true,
    /** Whether they may cancel this job and run it again. */
    canChange: ({ right }: Job) => allowedActions[ACTION_OF[right]] === true,
  };
}
