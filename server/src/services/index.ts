import { createBackupService } from './backups/backup-service';
import { createJobService } from './jobs/job-service';
import { createLockService } from './jobs/lock-service';
import { createProjectService } from './projects/project-service';
import { createRepositoryService } from './repository/repository-service';
import { createRestoreService } from './restores/restore-service';
import { createStatusService } from './status/status-service';

export const services = {
  backups: createBackupService,
  jobs: createJobService,
  locks: createLockService,
  projects: createProjectService,
  repository: createRepositoryService,
  restores: createRestoreService,
  status: createStatusService,
};
