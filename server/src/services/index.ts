import { createActivityService } from './activity/activity-service';
import { createBackupService } from './backups/backup-service';
import { createClosureService } from './closure/closure-service';
import { createReaderService } from './closure/reader-service';
import { createDeletedService } from './history/deleted-service';
import { createEntryRestoreService } from './history/entry-restore-service';
import { createHistoryService } from './history/history-service';
import { createDiffService } from './diffs/diff-service';
import { createExportPreviewService } from './exports/export-preview-service';
import { createDrillService } from './drills/drill-service';
import { createExportService } from './exports/export-service';
import { createFileService } from './files/file-service';
import { createHealthService } from './health/health-service';
import { createImportService } from './imports/import-service';
import { createJobFeed } from './jobs/job-feed';
import { createJobService } from './jobs/job-service';
import { createLinkService } from './links/link-service';
import { createLockService } from './jobs/lock-service';
import { createMaintenanceService } from './maintenance/maintenance-service';
import { createNotificationService } from './notifications/notification-service';
import { createProjectRulesService } from './projects/project-rules-service';
import { createProjectService } from './projects/project-service';
import { createRecoveryService } from './recovery/recovery-service';
import { createRepositoryService } from './repository/repository-service';
import { createRestoreService } from './restores/restore-service';
import { createRetentionService } from './retention/retention-service';
import { createScheduleService } from './schedules/schedule-service';
import { createSnapshotService } from './snapshots/snapshot-service';
import { createStatusService } from './status/status-service';
import { createQuotaService } from './storage/quota-service';
import { createStorageService } from './storage/storage-service';
import { createEventStreams } from './streams/event-streams';
import { createTemplateService } from './templates/template-service';
import { createTicketService } from './tickets/ticket-service';
import { createAutoVersionService } from './versions/auto-version-service';
import { createUpkeepService } from './upkeep/upkeep-service';
import { createVersionService } from './versions/version-service';
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
  activity: createActivityService,
  backups: createBackupService,
  closure: createClosureService,
  deleted: createDeletedService,
  diffs: createDiffService,
  entryRestores: createEntryRestoreService,
  history: createHistoryService,
  exportPreviews: createExportPreviewService,
  drills: createDrillService,
  exports: createExportService,
  files: createFileService,
  health: createHealthService,
  imports: createImportService,
  jobFeed: createJobFeed,
  jobs: createJobService,
  links: createLinkService,
  locks: createLockService,
  maintenance: createMaintenanceService,
  notifications: createNotificationService,
  projectRules: createProjectRulesService,
  projects: createProjectService,
  quota: createQuotaService,
  readers: createReaderService,
  recovery: createRecoveryService,
  repository: createRepositoryService,
  restores: createRestoreService,
  retention: createRetentionService,
  schedules: createScheduleService,
  snapshots: createSnapshotService,
  status: createStatusService,
  storage: createStorageService,
  streams: createEventStreams,
  templates: createTemplateService,
  tickets: createTicketService,
  autoVersions: createAutoVersionService,
  upkeep: createUpkeepService,
  versions: createVersionService,
  activity: later(() => require('./activity/activity-service').createActivityService),
  autoVersions: later(() => require('./versions/auto-version-service').createAutoVersionService),
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
  projects: later(() => require('./projects/project-service').createProjectService),
  quota: later(() => require('./storage/quota-service').createQuotaService),
  readers: later(() => require('./closure/reader-service').createReaderService),
  recovery: later(() => require('./recovery/recovery-service').createRecoveryService),
  repository: later(() => require('./repository/repository-service').createRepositoryService),
  restores: later(() => require('./restores/restore-service').createRestoreService),
  retention: later(() => require('./retention/retention-service').createRetentionService),
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
