import { createActivityController } from './activity';
import { createBackupsController } from './backups';
import { createProjectBackupController } from './content-api/project-backup';
import { createProjectBackupsController } from './content-api/project-backups';
import { createProjectDiffsController } from './content-api/project-diffs';
import { createProjectExportController } from './content-api/project-export';
import { createProjectExportsController } from './content-api/project-exports';
import { createProjectJobsController } from './content-api/project-jobs';
import { createProjectRestoresController } from './content-api/project-restores';
import { createProjectSchedulesController } from './content-api/project-schedules';
import { createProjectTemplatesController } from './content-api/project-templates';
import { createProjectVersionsController } from './content-api/project-versions';
import { createProjectsController } from './content-api/projects';
import { createDiffsController } from './diffs';
import { createDrillsController } from './drills';
import { createEditProjectsController } from './edit-projects';
import { createExportsController } from './exports';
import { createFilesController } from './files';
import { createHistoryController } from './history';
import { createHealthController } from './health';
import { createImportsController } from './imports';
import { createJobsController } from './jobs';
import { createLinksController } from './links';
import { createMembersController } from './members';
import { createMaintenanceController } from './content-api/maintenance';
import { createProcessorController } from './content-api/processor';
import { createRestoresController } from './restores';
import { createRetentionController } from './retention';
import { createSchedulesController } from './schedules';
import { createStatusController } from './status';
import { createStorageController } from './storage';
import { createTemplatesController } from './templates';
import { createVersionsController } from './versions';

export const controllers = {
  activity: createActivityController,
  backups: createBackupsController,
  diffs: createDiffsController,
  drills: createDrillsController,
  'edit-projects': createEditProjectsController,
  exports: createExportsController,
  files: createFilesController,
  history: createHistoryController,
  health: createHealthController,
  imports: createImportsController,
  jobs: createJobsController,
  links: createLinksController,
  members: createMembersController,
  'project-backup': createProjectBackupController,
  'project-backups': createProjectBackupsController,
  'project-diffs': createProjectDiffsController,
  'project-export': createProjectExportController,
  'project-exports': createProjectExportsController,
  'project-jobs': createProjectJobsController,
  'project-restores': createProjectRestoresController,
  'project-schedules': createProjectSchedulesController,
  'project-templates': createProjectTemplatesController,
  'project-versions': createProjectVersionsController,
  projects: createProjectsController,
  maintenance: createMaintenanceController,
  processor: createProcessorController,
  restores: createRestoresController,
  retention: createRetentionController,
  schedules: createSchedulesController,
  status: createStatusController,
  storage: createStorageController,
  templates: createTemplatesController,
  versions: createVersionsController,
};
import { loadedLater } from './loaded-later';

export const controllers = loadedLater({
  activity: async () => (await import('./activity')).createActivityController,
  backups: async () => (await import('./backups')).createBackupsController,
  diffs: async () => (await import('./diffs')).createDiffsController,
  drills: async () => (await import('./drills')).createDrillsController,
  exports: async () => (await import('./exports')).createExportsController,
  files: async () => (await import('./files')).createFilesController,
  history: async () => (await import('./history')).createHistoryController,
  health: async () => (await import('./health')).createHealthController,
  imports: async () => (await import('./imports')).createImportsController,
  jobs: async () => (await import('./jobs')).createJobsController,
  links: async () => (await import('./links')).createLinksController,
  members: async () => (await import('./members')).createMembersController,
  'project-backup': async () => (await import('./content-api/project-backup')).createProjectBackupController,
  'project-backups': async () =>
    (await import('./content-api/project-backups')).createProjectBackupsController,
  'project-diffs': async () => (await import('./content-api/project-diffs')).createProjectDiffsController,
  'project-export': async () => (await import('./content-api/project-export')).createProjectExportController,
  'project-exports': async () =>
    (await import('./content-api/project-exports')).createProjectExportsController,
  'project-jobs': async () => (await import('./content-api/project-jobs')).createProjectJobsController,
  'project-restores': async () =>
    (await import('./content-api/project-restores')).createProjectRestoresController,
  'project-schedules': async () =>
    (await import('./content-api/project-schedules')).createProjectSchedulesController,
  'project-templates': async () =>
    (await import('./content-api/project-templates')).createProjectTemplatesController,
  'project-versions': async () =>
    (await import('./content-api/project-versions')).createProjectVersionsController,
  projects: async () => (await import('./content-api/projects')).createProjectsController,
  maintenance: async () => (await import('./content-api/maintenance')).createMaintenanceController,
  processor: async () => (await import('./content-api/processor')).createProcessorController,
  restores: async () => (await import('./restores')).createRestoresController,
  retention: async () => (await import('./retention')).createRetentionController,
  schedules: async () => (await import('./schedules')).createSchedulesController,
  status: async () => (await import('./status')).createStatusController,
  storage: async () => (await import('./storage')).createStorageController,
  templates: async () => (await import('./templates')).createTemplatesController,
  versions: async () => (await import('./versions')).createVersionsController,
});
