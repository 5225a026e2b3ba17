import { PLUGIN_ID } from './pluginId';

const BACKUPS = `/plugins/${PLUGIN_ID}/backups`;

/** Addresses of the plugin's pages inside the admin panel. */
export const paths = {
  backups: BACKUPS,
  backup: (documentId: string) => `${BACKUPS}/${documentId}`,
  restore: (documentId: string) => `${BACKUPS}/${documentId}/restore`,
  jobs: `/plugins/${PLUGIN_ID}/jobs`,
  restoreJob: (documentId: string, jobId: string) => `${BACKUPS}/${documentId}/restore?job=${jobId}`,
};
