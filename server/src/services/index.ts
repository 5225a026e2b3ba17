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
};
