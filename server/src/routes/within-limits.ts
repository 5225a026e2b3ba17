/** The actions that begin a job, by their handlers; how many of them somebody may ask for is limited. */
const BEGINNERS = new Set([
  'backups.create',
  'backups.verify',
  'drills.start',
  'exports.create',
  'exports.createBulk',
  'history.restore',
  'history.restoreDeleted',
  'imports.create',
  'jobs.resume',
  'jobs.retry',
  'restores.start',
  'retention.apply',
  'schedules.run',
  'storage.compact',
  'storage.keys',
  'storage.verify',
  'versions.create',
  'project-backup.create',
  'project-backups.create',
  'project-backups.verify',
  'project-export.create',
  'project-export.findOne',
  'project-exports.bulk',
  'project-exports.create',
  'project-jobs.resume',
  'project-jobs.retry',
  'project-restores.create',
  'project-schedules.run',
  'project-versions.create',
]);

/** Of every route. */
export function withinLimits(handler: string): { name: string; config: { beginsJob: boolean } } {
  return { name: 'plugin::keepsake.within-limits', config: { beginsJob: BEGINNERS.has(handler) } };
}
