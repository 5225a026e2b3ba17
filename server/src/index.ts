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
