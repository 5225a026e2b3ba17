import { createBackupsController } from './backups';
import { createFilesController } from './files';
import { createJobsController } from './jobs';
import { createRestoresController } from './restores';
import { createStatusController } from './status';

export const controllers = {
  backups: createBackupsController,
  files: createFilesController,
  jobs: createJobsController,
  restores: createRestoresController,
  status: createStatusController,
};
