import type { Core } from '@strapi/strapi';

import { PLUGIN_ID } from '../plugin-id';
import type { createActivityService } from './activity/activity-service';
import type { createAnalyticsService } from './analytics/analytics-service';
import type { createBackupService } from './backups/backup-service';
import type { createClosureService } from './closure/closure-service';
import type { createReaderService } from './closure/reader-service';
import type { createDeletedService } from './history/deleted-service';
import type { createEntryRestoreService } from './history/entry-restore-service';
import type { createHistoryService } from './history/history-service';
import type { createDiffService } from './diffs/diff-service';
import type { createExportPreviewService } from './exports/export-preview-service';
import type { createDrillService } from './drills/drill-service';
import type { createExportService } from './exports/export-service';
import type { createFileService } from './files/file-service';
import type { createHealthService } from './health/health-service';
import type { createImportService } from './imports/import-service';
import type { createJobFeed } from './jobs/job-feed';
import type { createJobService } from './jobs/job-service';
import type { createLinkService } from './links/link-service';
import type { createLockService } from './jobs/lock-service';
import type { createMaintenanceService } from './maintenance/maintenance-service';
import type { createNotificationService } from './notifications/notification-service';
import type { createProjectRulesService } from './projects/project-rules-service';
import type { createProjectService } from './projects/project-service';
import type { createRecoveryService } from './recovery/recovery-service';
import type { createRepositoryService } from './repository/repository-service';
import type { createRestoreService } from './restores/restore-service';
import type { createRootedProjectsService } from './projects/rooted-projects-service';
import type { createRetentionService } from './retention/retention-service';
import type { createScheduleService } from './schedules/schedule-service';
import type { createSnapshotService } from './snapshots/snapshot-service';
import type { createStatusService } from './status/status-service';
import type { createQuotaService } from './storage/quota-service';
import type { createStorageService } from './storage/storage-service';
import type { createEventStreams } from './streams/event-streams';
import type { createTemplateService } from './templates/template-service';
import type { createTicketService } from './tickets/ticket-service';
import type { createAutoVersionService } from './versions/auto-version-service';
import type { createUpkeepService } from './upkeep/upkeep-service';
import type { createVersionService } from './versions/version-service';

interface Services {
  activity: ReturnType<typeof createActivityService>;
  analytics: ReturnType<typeof createAnalyticsService>;
  backups: ReturnType<typeof createBackupService>;
  closure: ReturnType<typeof createClosureService>;
  deleted: ReturnType<typeof createDeletedService>;
  diffs: ReturnType<typeof createDiffService>;
  entryRestores: ReturnType<typeof createEntryRestoreService>;
  history: ReturnType<typeof createHistoryService>;
  exportPreviews: ReturnType<typeof createExportPreviewService>;
  drills: ReturnType<typeof createDrillService>;
  exports: ReturnType<typeof createExportService>;
  files: ReturnType<typeof createFileService>;
  health: ReturnType<typeof createHealthService>;
  imports: ReturnType<typeof createImportService>;
  jobFeed: ReturnType<typeof createJobFeed>;
  jobs: ReturnType<typeof createJobService>;
  links: ReturnType<typeof createLinkService>;
  locks: ReturnType<typeof createLockService>;
  maintenance: ReturnType<typeof createMaintenanceService>;
  notifications: ReturnType<typeof createNotificationService>;
  projectRules: ReturnType<typeof createProjectRulesService>;
  projects: ReturnType<typeof createProjectService>;
  quota: ReturnType<typeof createQuotaService>;
  readers: ReturnType<typeof createReaderService>;
  recovery: ReturnType<typeof createRecoveryService>;
  repository: ReturnType<typeof createRepositoryService>;
  restores: ReturnType<typeof createRestoreService>;
  rootedProjects: ReturnType<typeof createRootedProjectsService>;
  retention: ReturnType<typeof createRetentionService>;
  schedules: ReturnType<typeof createScheduleService>;
  snapshots: ReturnType<typeof createSnapshotService>;
  status: ReturnType<typeof createStatusService>;
  storage: ReturnType<typeof createStorageService>;
  streams: ReturnType<typeof createEventStreams>;
  templates: ReturnType<typeof createTemplateService>;
  tickets: ReturnType<typeof createTicketService>;
  autoVersions: ReturnType<typeof createAutoVersionService>;
  upkeep: ReturnType<typeof createUpkeepService>;
  versions: ReturnType<typeof createVersionService>;
}

/** A service of this plugin, typed. */
export function pluginService<Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] {
  return strapi.plugin(PLUGIN_ID).service(name) as unknown as Services[Name];
}
