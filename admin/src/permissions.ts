import { PLUGIN_ID } from './pluginId';

const permission = (action: string) => ({ action: `plugin::${PLUGIN_ID}.${action}`, subject: null });

/** The admin actions that the server registers; the routes check them again. */
export const PERMISSIONS = {
  read: permission('read'),
  backup: permission('backup'),
  export: permission('export'),
  restore: permission('restore'),
  download: permission('download'),
  delete: permission('delete'),
  schedule: permission('schedule'),
  settings: permission('settings'),
  allProjects: permission('projects.all'),
};
