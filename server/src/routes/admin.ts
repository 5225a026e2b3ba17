import { permissionId } from '../permissions';
import type { Action } from '../permissions';
import { guardedSubject } from '../guarded-subjects';
import { withinLimits } from './within-limits';

export interface AdminRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  handler: string;
  config: { auth?: false; policies: unknown[]; middlewares: unknown[] };
}

/** Strapi's admin routes only ask for a login; the permission is a policy that each route has to name. */
function route(
  method: AdminRoute['method'],
  path: string,
  handler: string,
  ...actions: [Action, ...Action[]]
): AdminRoute {
  const hasPermission = { name: 'admin::hasPermissions', config: { actions: actions.map(permissionId) } };
  // What the id in an address is of goes by the part before it.
  const ownProjects = { name: 'plugin::keepsake.own-projects', config: { of: guardedSubject(path) } };
  const noteReader = actions.includes('read') ? ['plugin::keepsake.note-reader'] : [];
  return {
    method,
    path,
    handler,
    config: {
      policies: ['admin::isAuthenticatedAdmin', hasPermission],
      middlewares: [ownProjects, withinLimits(handler), ...noteReader],
    },
  };
}

/** What is of the installation as a whole is for who sees every project. */
function wholeRoute(method: AdminRoute['method'], path: string, handler: string, action: Action): AdminRoute {
  return route(method, path, handler, action, 'projects.all');
}

/** For who has no login at hand: what is in the address is looked at by the action. */
function openRoute(method: AdminRoute['method'], path: string, handler: string): AdminRoute {
  return { method, path, handler, config: { auth: false, policies: [], middlewares: [] } };
}

export const admin = {
  type: 'admin',
  routes: [
    route('GET', '/status', 'status.get', 'read'),
    route('GET', '/activity', 'activity.list', 'read'),
    route('GET', '/activity/file', 'activity.file', 'read'),
    route('GET', '/backups', 'backups.list', 'read'),
    route('POST', '/backups', 'backups.create', 'backup'),
    route('GET', '/backups/:id', 'backups.get', 'read'),
    // The admin panel's client knows no PATCH: where there is one, PUT does the same.
    route('PATCH', '/backups/:id', 'backups.change', 'backup'),
    route('PUT', '/backups/:id', 'backups.change', 'backup'),
    route('DELETE', '/backups/:id', 'backups.remove', 'delete'),
    route('POST', '/backups/:id/verify', 'backups.verify', 'backup'),
    route('POST', '/backups/:id/drill', 'drills.start', 'backup'),
    route('POST', '/backups/:id/plan', 'restores.plan', 'restore'),
    route('POST', '/backups/:id/restore', 'restores.start', 'restore'),
    wholeRoute('GET', '/storage/usage', 'storage.usage', 'settings'),
    wholeRoute('GET', '/health', 'health.get', 'read'),
    wholeRoute('POST', '/health', 'health.check', 'settings'),
    wholeRoute('GET', '/storage', 'storage.get', 'settings'),
    wholeRoute('POST', '/storage/check', 'storage.check', 'settings'),
    wholeRoute('POST', '/storage/recover', 'storage.recover', 'settings'),
    wholeRoute('POST', '/storage/keys', 'storage.keys', 'settings'),
    wholeRoute('POST', '/storage/compact', 'storage.compact', 'settings'),
    wholeRoute('POST', '/storage/verify', 'storage.verify', 'backup'),
    wholeRoute('GET', '/storage/kit', 'storage.kit', 'settings'),
    route('GET', '/backups/:id/file', 'files.download', 'download'),
    route('POST', '/backups/:id/ticket', 'files.ticket', 'download'),
    openRoute('GET', '/downloads/:token', 'files.redeem'),
    route('POST', '/imports', 'imports.create', 'restore'),
    route('GET', '/diffs', 'diffs.list', 'read'),
    route('POST', '/diffs', 'diffs.create', 'read'),
    route('GET', '/diffs/:id', 'diffs.get', 'read'),
    route('GET', '/diffs/:id/entries', 'diffs.entries', 'read'),
    route('GET', '/diffs/:id/entry', 'diffs.entry', 'read'),
    route('GET', '/diffs/:id/inverse', 'diffs.inverse', 'read'),
    route('GET', '/diffs/:id/file', 'diffs.file', 'read'),
    route('POST', '/diffs/:id/ticket', 'diffs.ticket', 'read'),
    route('GET', '/versions', 'versions.list', 'read'),
    route('POST', '/versions', 'versions.create', 'backup'),
    route('GET', '/versions/:id', 'versions.get', 'read'),
    route('PATCH', '/versions/:id', 'versions.update', 'backup'),
    // The same for the admin panel, whose client knows no PATCH.
    route('PUT', '/versions/:id', 'versions.update', 'backup'),
    route('DELETE', '/versions/:id', 'versions.remove', 'delete'),
    // What of the content somebody may see and write is asked of their rights in the content manager.
    route('GET', '/history', 'history.list', 'read'),
    route('GET', '/history/entry', 'history.entry', 'read'),
    route('POST', '/history/restore', 'history.restore', 'restore'),
    route('GET', '/deleted', 'history.deleted', 'read'),
    route('POST', '/deleted/restore', 'history.restoreDeleted', 'restore'),
    route('GET', '/exports', 'exports.list', 'export'),
    route('POST', '/exports', 'exports.create', 'export'),
    route('POST', '/exports/bulk', 'exports.createBulk', 'export'),
    route('GET', '/exports/formats', 'exports.formats', 'export'),
    route('GET', '/exports/choices', 'exports.choices', 'export'),
    route('POST', '/exports/estimate', 'exports.estimate', 'export'),
    route('POST', '/exports/preview', 'exports.preview', 'export'),
    route('GET', '/exports/:id', 'exports.get', 'export'),
    route('DELETE', '/exports/:id', 'exports.remove', 'export'),
    route('GET', '/exports/:id/file', 'exports.download', 'download'),
    route('GET', '/schedules', 'schedules.list', 'read'),
    route('POST', '/schedules', 'schedules.create', 'schedule'),
    route('POST', '/schedules/preview', 'schedules.preview', 'schedule'),
    wholeRoute('POST', '/schedules/resume', 'schedules.resume', 'schedule'),
    route('GET', '/schedules/:id', 'schedules.get', 'read'),
    route('PATCH', '/schedules/:id', 'schedules.update', 'schedule'),
    route('PUT', '/schedules/:id', 'schedules.update', 'schedule'),
    route('DELETE', '/schedules/:id', 'schedules.remove', 'schedule'),
    route('POST', '/schedules/:id/run', 'schedules.run', 'schedule'),
    route('POST', '/exports/:id/ticket', 'exports.ticket', 'download'),
    route('GET', '/links', 'links.list', 'download'),
    route('POST', '/links', 'links.create', 'download'),
    route('DELETE', '/links/:id', 'links.revoke', 'download'),
    route('GET', '/templates', 'templates.list', 'export'),
    route('POST', '/templates', 'templates.create', 'export'),
    route('GET', '/templates/:id', 'templates.get', 'export'),
    // Another's takes the right `settings` besides; the service asks for it.
    route('PUT', '/templates/:id', 'templates.update', 'export'),
    route('DELETE', '/templates/:id', 'templates.remove', 'export'),
    route('POST', '/templates/:id/copy', 'templates.copy', 'export'),
    route('GET', '/projects', 'edit-projects.list', 'read'),
    // Who may say what a project is made of may have it be made of everything.
    wholeRoute('POST', '/projects', 'edit-projects.create', 'settings'),
    wholeRoute('POST', '/projects/preview', 'edit-projects.preview', 'settings'),
    route('GET', '/projects/:id', 'edit-projects.get', 'read'),
    wholeRoute('PUT', '/projects/:id', 'edit-projects.change', 'settings'),
    wholeRoute('DELETE', '/projects/:id', 'edit-projects.remove', 'settings'),
    route('GET', '/projects/:id/counts', 'edit-projects.counts', 'read'),
    // Who works here is for who sees everything.
    wholeRoute('GET', '/people', 'members.people', 'settings'),
    route('GET', '/projects/:id/members', 'members.list', 'settings'),
    route('PUT', '/projects/:id/members', 'members.set', 'settings'),
    route('POST', '/retention/preview', 'retention.preview', 'read'),
    route('POST', '/retention/apply', 'retention.apply', 'delete'),
    wholeRoute('GET', '/processor', 'processor.status', 'read'),
    wholeRoute('POST', '/processor/process', 'processor.process', 'schedule'),
    wholeRoute('POST', '/maintenance/cleanup', 'maintenance.cleanup', 'settings'),
    route('GET', '/jobs', 'jobs.list', 'read'),
    // Before the route with an id, which would take it for one.
    route('GET', '/jobs/events', 'jobs.allEvents', 'read'),
    route('GET', '/jobs/:id', 'jobs.get', 'read'),
    route('GET', '/jobs/:id/events', 'jobs.events', 'read'),
    route('GET', '/jobs/:id/log', 'jobs.log', 'read'),
    // Which right it takes besides depends on the job; the controller asks for it.
    route('POST', '/jobs/:id/cancel', 'jobs.cancel', 'read'),
    route('POST', '/jobs/:id/retry', 'jobs.retry', 'read'),
    route('POST', '/jobs/:id/resume', 'jobs.resume', 'read'),
  ],
};
