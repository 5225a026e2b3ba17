import type { Core } from '@strapi/strapi';

export interface Site {
  strapi: Core.Strapi;
}

export type Create = (site: Site) => object;

/**
 * Each module is read when its service is first asked for: a boot pays for what it needs itself, a request for what
 * it is about (docs/decisions/0010-loaded-when-needed.md). Their types are in plugin-service.ts.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- a service is asked for at once, which `import()` is not */
export const services = {
  activity: later(() => require('./activity/activity-service').createActivityService),
  autoVersions: later(() => require('./versions/auto-version-service').createAutoVersionService),
  analytics: later(() => require('./analytics/analytics-service').createAnalyticsService),
  backups: later(() => require('./backups/backup-service').createBackupService),
  closure: later(() => require('./closure/closure-service').createClosureService),
  deleted: later(() => require('./history/deleted-service').createDeletedService),
  diffs: later(() => require('./diffs/diff-service').createDiffService),
  drills: later(() => require('./drills/drill-service').createDrillService),
  entryRestores: later(() => require('./history/entry-restore-service').createEntryRestoreService),
  exportPreviews: later(() => require('./exports/export-preview-service').createExportPreviewService),
  exports: later(() => require('./exports/export-service').createExportService),
  files: later(() => require('./files/file-service').createFileService),
  health: later(() => require('./health/health-service').createHealthService),
  history: later(() => require('./history/history-service').createHistoryService),
  imports: later(() => require('./imports/import-service').createImportService),
  jobFeed: later(() => require('./jobs/job-feed').createJobFeed),
  jobs: later(() => require('./jobs/job-service').createJobService),
  links: later(() => require('./links/link-service').createLinkService),
  locks: later(() => require('./jobs/lock-service').createLockService),
  maintenance: later(() => require('./maintenance/maintenance-service').createMaintenanceService),
  notifications: later(() => require('./notifications/notification-service').createNotificationService),
  projectRules: later(() => require('./projects/project-rules-service').createProjectRulesService),
  projects: later(() => require('./projects/project-service').createProjectService),
  quota: later(() => require('./storage/quota-service').createQuotaService),
  readers: later(() => require('./closure/reader-service').createReaderService),
  recovery: later(() => require('./recovery/recovery-service').createRecoveryService),
  repository: later(() => require('./repository/repository-service').createRepositoryService),
  restores: later(() => require('./restores/restore-service').createRestoreService),
  retention: later(() => require('./retention/retention-service').createRetentionService),
  rootedProjects: later(() => require('./projects/rooted-projects-service').createRootedProjectsService),
  schedules: later(() => require('./schedules/schedule-service').createScheduleService),
  snapshots: later(() => require('./snapshots/snapshot-service').createSnapshotService),
  status: later(() => require('./status/status-service').createStatusService),
  storage: later(() => require('./storage/storage-service').createStorageService),
  streams: later(() => require('./streams/event-streams').createEventStreams),
  templates: later(() => require('./templates/template-service').createTemplateService),
  tickets: later(() => require('./tickets/ticket-service').createTicketService),
  upkeep: later(() => require('./upkeep/upkeep-service').createUpkeepService),
  versions: later(() => require('./versions/version-service').createVersionService),
};

function later(load: () => Create): Create {
  return (site) => load()(site);
}
