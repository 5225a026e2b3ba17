/** What an admin role may be given; each route names the one it needs. */
export const ACTIONS = [
  { uid: 'read', displayName: 'See backups and jobs' },
  { uid: 'backup', displayName: 'Make and verify backups' },
  { uid: 'export', displayName: 'Make exports' },
  { uid: 'restore', displayName: 'Preview and restore backups' },
  { uid: 'download', displayName: 'Download backups and exports' },
  { uid: 'delete', displayName: 'Delete backups' },
  { uid: 'schedule', displayName: 'Manage schedules and what is kept' },
  { uid: 'settings', displayName: 'Manage storage, and see private data in downloads' },
  { uid: 'projects.all', displayName: 'See every project, and what is of the installation as a whole' },
] as const;

export type Action = (typeof ACTIONS)[number]['uid'];

export function permissionId(action: Action): string {
  return `plugin::keepsake.${action}`;
}
