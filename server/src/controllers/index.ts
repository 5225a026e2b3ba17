import { createBackupsController } from './backups';
import { createJobsController } from './jobs';
import { createRestoresController } from './restores';
import { createStatusController } from './status';
import { createStorageController } from './storage';

export const controllers = {
  backups: createBackupsController,
  jobs: createJobsController,
  restores: createRestoresController,
  status: createStatusController,
  storage: createStorageController,
};
