import { PLUGIN_ID } from './pluginId';

const ROOT = `/plugins/${PLUGIN_ID}`;
const BACKUPS = `${ROOT}/backups`;
const COMPARE = `${ROOT}/compare`;
const EXPORTS = `${ROOT}/exports`;
const IMPORT = `${ROOT}/import`;

/** Addresses of the plugin's pages inside the admin panel. */
export const paths = {
  home: ROOT,
  overview: `${ROOT}/overview`,
  health: `${ROOT}/health`,
  activity: `${ROOT}/activity`,
  restoreActivity: `${ROOT}/activity?action=backup.restore`,
  backups: BACKUPS,
  backup: (documentId: string) => `${BACKUPS}/${documentId}`,
  restore: (documentId: string) => `${BACKUPS}/${documentId}/restore`,
  restoreJob: (documentId: string, jobId: string) => `${BACKUPS}/${documentId}/restore?job=${jobId}`,
  compare: COMPARE,
  compareWithLive: (documentId: string) => `${COMPARE}?before=${documentId}&after=live`,
  compareEntry: (documentId: string, uid: string, entry: string) =>
    `${COMPARE}?before=${documentId}&after=live&type=${uid}&entry=${entry}`,
  versions: `${ROOT}/versions`,
  version: (documentId: string) => `${ROOT}/versions?search=${encodeURIComponent(documentId)}`,
  exports: EXPORTS,
  export: (documentId: string) => `${EXPORTS}/${documentId}`,
  newExport: `${EXPORTS}/new`,
  newExportOf: (project: string) => `${EXPORTS}/new?project=${encodeURIComponent(project)}`,
  newExportFrom: (templateId: string) => `${EXPORTS}/new?template=${encodeURIComponent(templateId)}`,
  templates: `${EXPORTS}/templates`,
  deleted: `${ROOT}/deleted`,
  import: IMPORT,
  importJob: (jobId: string) => `${IMPORT}?job=${jobId}`,
  jobs: `${ROOT}/jobs`,
  projects: `${ROOT}/projects`,
  schedules: `${ROOT}/schedules`,
  storage: `${ROOT}/storage`,
};
