import { createActivityController } from './activity';
import { createBackupsController } from './backups';
import { createDiffsController } from './diffs';
import { createExportsController } from './exports';
import { createFilesController } from './files';
import { createImportsController } from './imports';
import { createJobsController } from './jobs';
import { createRestoresController } from './restores';
import { createSchedulesController } from './schedules';
import { createStatusController } from './status';
import { createStorageController } from './storage';
import { createTemplatesController } from './templates';
import { createVersionsController } from './versions';

export const controllers = {
  activity: createActivityController,
  backups: createBackupsController,
  diffs: createDiffsController,
  exports: createExportsController,
  files: createFilesController,
  imports: createImportsController,
  jobs: createJobsController,
  restores: createRestoresController,
  schedules: createSchedulesController,
  status: createStatusController,
  storage: createStorageController,
  templates: createTemplatesController,
  versions: createVersionsController,
};
