import { bootstrap } from './bootstrap';
import { config } from './config';
import { contentTypes } from './content-types';
import { controllers } from './controllers';
import { loadedLater } from './controllers/loaded-later';
import { destroy } from './destroy';
import { middlewares } from './middlewares';
import { register } from './register';
import { routes } from './routes';
import { HANDLERS } from './routes/handlers';
import { services } from './services';

export type { LibraryUser, UserId } from './library/library-user';
export { ProjectBackupManager } from './library/project-backup-manager';
export type { CreatedBackup, RestoredBackup, RestoreOptions } from './library/project-backup-manager';
export { ProjectExporter } from './library/project-exporter';
export type { ExportResult } from './library/project-exporter';
export {
  cleanupOldBackups,
  createProjectBackup,
  createProjectDiff,
  getBackupRetentionCount,
} from './library/project-functions';
export { KeepsakeError } from './core/errors';
export type { Backup, BackupDetails } from '../../shared/contracts/backups';
export type { DiffEntry, EntryDiff, StoredDiff } from '../../shared/contracts/diffs';
export type { ApiError, Problem } from '../../shared/contracts/errors';
export type { Export, ExportOptions } from '../../shared/contracts/exports';
export type { Job, JobProgress, JobResult, JobState, JobType } from '../../shared/contracts/jobs';
export type { MaintenanceAnswer, ProcessorAnswer } from '../../shared/contracts/maintenance';
export type { Member, Project } from '../../shared/contracts/projects';
export type { RestorePlan, RestoreSelection } from '../../shared/contracts/restores';
export type { BackupSchedule, Schedule } from '../../shared/contracts/schedules';
export type { Template, TemplateInput } from '../../shared/contracts/templates';
export type { Version, VersionDetails } from '../../shared/contracts/versions';

export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes,
  controllers: loadedLater(controllers, HANDLERS),
  middlewares,
  routes,
  services,
};
