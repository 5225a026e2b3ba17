import { adminApi } from '@strapi/strapi/admin';

/**
 * `Document` and `Relations` belong to the Content Manager: a restore changes what it has cached.
 * Endpoint names are shared with every plugin of the admin panel, hence the word in each of ours.
 */
export const keepsakeApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'KeepsakeBackup',
    'KeepsakeExport',
    'KeepsakeJob',
    'KeepsakeLink',
    'KeepsakeStatus',
    'KeepsakeStorage',
    'KeepsakeTemplate',
    'KeepsakeVersion',
    'Document',
    'Relations',
  ],
});
