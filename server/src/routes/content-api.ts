import type { Core } from '@strapi/strapi';

import { MAINTENANCE_ACTIONS, PROCESSOR_ACTIONS } from '../../../shared/contracts/maintenance';
import { PLUGIN_ID } from '../plugin-id';
import { withinLimits } from './within-limits';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * `/api/keepsake/…`, for API tokens and end users. Strapi lets in whose token or role has the scope, which is the name
 * of the action; which projects are theirs is looked at by the action.
 */
export const ROUTES: [Method, string, string][] = [
  ['GET', '/openapi.json', 'openapi.find'],
  ['GET', '/projects', 'projects.find'],
  // Before the route with an id, which would take it for one.
  ['GET', '/projects/all', 'projects.all'],
  ['GET', '/projects/:id', 'projects.findOne'],
  ['GET', '/projects/:id/backups', 'project-backups.find'],
  ['POST', '/projects/:id/backups', 'project-backups.create'],
  ['GET', '/projects/:id/backups/:backupId', 'project-backups.findOne'],
  ['DELETE', '/projects/:id/backups/:backupId', 'project-backups.delete'],
  ['POST', '/projects/:id/backups/:backupId/verify', 'project-backups.verify'],
  ['GET', '/projects/:id/backups/:backupId/file', 'project-backups.download'],
  ['GET', '/projects/:id/versions', 'project-versions.find'],
  ['POST', '/projects/:id/versions', 'project-versions.create'],
  ['GET', '/projects/:id/versions/:versionId', 'project-versions.findOne'],
  ['PATCH', '/projects/:id/versions/:versionId', 'project-versions.update'],
  ['DELETE', '/projects/:id/versions/:versionId', 'project-versions.delete'],
  ['GET', '/projects/:id/schedules', 'project-schedules.find'],
  ['POST', '/projects/:id/schedules', 'project-schedules.create'],
  ['GET', '/projects/:id/schedules/:scheduleId', 'project-schedules.findOne'],
  ['PATCH', '/projects/:id/schedules/:scheduleId', 'project-schedules.update'],
  ['DELETE', '/projects/:id/schedules/:scheduleId', 'project-schedules.delete'],
  ['POST', '/projects/:id/schedules/:scheduleId/run', 'project-schedules.run'],
  ['POST', '/projects/:id/restores', 'project-restores.create'],
  ['POST', '/projects/:id/restores/plan', 'project-restores.plan'],
  ['GET', '/projects/:id/diffs', 'project-diffs.find'],
  ['POST', '/projects/:id/diffs', 'project-diffs.create'],
  ['GET', '/projects/:id/diffs/:diffId', 'project-diffs.findOne'],
  ['GET', '/projects/:id/diffs/:diffId/entries', 'project-diffs.findEntries'],
  ['GET', '/projects/:id/diffs/:diffId/entry', 'project-diffs.findEntry'],
  ['GET', '/projects/:id/exports', 'project-exports.find'],
  ['POST', '/projects/:id/exports', 'project-exports.create'],
  ['GET', '/projects/:id/exports/:exportId', 'project-exports.findOne'],
  ['DELETE', '/projects/:id/exports/:exportId', 'project-exports.delete'],
  ['GET', '/projects/:id/exports/:exportId/file', 'project-exports.download'],
  ['POST', '/exports/bulk', 'project-exports.bulk'],
  ['GET', '/projects/:id/jobs', 'project-jobs.find'],
  ['GET', '/jobs/:id', 'project-jobs.findOne'],
  ['GET', '/jobs/:id/events', 'project-jobs.events'],
  ['POST', '/jobs/:id/cancel', 'project-jobs.cancel'],
  ['POST', '/jobs/:id/retry', 'project-jobs.retry'],
  ['POST', '/jobs/:id/resume', 'project-jobs.resume'],
  ['GET', '/templates', 'project-templates.find'],
  ['POST', '/templates', 'project-templates.create'],
  ['GET', '/templates/:id', 'project-templates.findOne'],
  ['PUT', '/templates/:id', 'project-templates.update'],
  ['DELETE', '/templates/:id', 'project-templates.delete'],
  ['POST', '/templates/:id/copy', 'project-templates.copy'],
  // For an outside cron, which may only be able to send GET. By `?action=`, and each under the scope of its own.
  ...both('/processor', 'processor.find'),
  ...PROCESSOR_ACTIONS.flatMap((action) => both(`/processor/${action}`, `processor.${action}`)),
  ...both('/maintenance', 'maintenance.find'),
  ...MAINTENANCE_ACTIONS.flatMap((action) => both(`/maintenance/${action}`, `maintenance.${action}`)),
  // The addresses of the system that this one took over from; each action asks for its own scope besides.
  ['GET', '/projects/:id/export', 'project-export.findOne'],
  ['POST', '/projects/:id/export', 'project-export.create'],
  ['GET', '/projects/:id/backup', 'project-backup.find'],
  ['POST', '/projects/:id/backup', 'project-backup.create'],
  ['PATCH', '/projects/:id/backup', 'project-backup.update'],
  ['DELETE', '/projects/:id/backup', 'project-backup.delete'],
];

function both(path: string, handler: string): [Method, string, string][] {
  return [
    ['GET', path, handler],
    ['POST', path, handler],
  ];
}

export function contentApi({ strapi }: { strapi: Core.Strapi }) {
  const prefix = strapi.config.get<string>(`plugin::${PLUGIN_ID}.api.prefix`, PLUGIN_ID);
  return {
    type: 'content-api',
    prefix: prefix === '' ? '' : `/${prefix}`,
    routes: ROUTES.map(([method, path, handler]) => ({
      method,
      path,
      handler,
      config: { policies: [] as unknown[], middlewares: [withinLimits(handler)] as unknown[] },
    })),
  };
}
