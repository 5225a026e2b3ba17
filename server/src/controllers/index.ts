/** Read at the first request for one of their actions: see loaded-later. */
export const controllers = {
  activity: async () => (await import('./activity')).createActivityController,
  backups: async () => (await import('./backups')).createBackupsController,
  diffs: async () => (await import('./diffs')).createDiffsController,
  drills: async () => (await import('./drills')).createDrillsController,
  'edit-projects': async () => (await import('./edit-projects')).createEditProjectsController,
  exports: async () => (await import('./exports')).createExportsController,
  files: async () => (await import('./files')).createFilesController,
  history: async () => (await import('./history')).createHistoryController,
  health: async () => (await import('./health')).createHealthController,
  imports: async () => (await import('./imports')).createImportsController,
  jobs: async () => (await import('./jobs')).createJobsController,
  links: async () => (await import('./links')).createLinksController,
  members: async () => (await import('./members')).createMembersController,
  openapi: async () => (await import('./content-api/openapi')).createOpenApiController,
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
};
