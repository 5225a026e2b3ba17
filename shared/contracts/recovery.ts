import type { Problem } from './errors';
import type { StoragePlace } from './storage';

export type RecoveryMode = 'adopt' | 'fork';

export interface Recovered {
  /** Id of the repository; of the first storage, where there is one in each. */
  repository: string;
  /** What this site became in it; null when it wrote there before. */
  mode: RecoveryMode | null;
  /** The same of each storage that has one. */
  storages: { storage: StoragePlace; repository: string; mode: RecoveryMode | null }[];
  /** Snapshots that the storage holds, versions included. */
  snapshots: number;
  /** Rows made of backups and of projects. */
  backups: number;
  /** Likewise of versions. */
  versions: number;
  projects: number;
  /** Members of projects, where this database had none. */
  members: number;
  /** Those of whose name there is no admin or API token here: `admin a@b.example (shop)`. The next recovery tries again. */
  membersWaiting: string[];
  /** Likewise, where this database had none. Schedules are paused: `POST /keepsake/schedules/resume`. */
  schedules: number;
  templates: number;
  /** Other sites that write to the same storage. */
  otherSites: number;
  /** Storages and roots that are lost, backups that cannot be read. */
  problems: Problem[];
}

/** `POST /keepsake/storage/recover` */
export interface RecoverStorage {
  request: { data?: { mode?: RecoveryMode } };
  response: { data: Recovered };
}
