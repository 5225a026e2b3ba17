import type { Problem } from './errors';

export interface Recovered {
  /** Id of the repository. */
  repository: string;
  /** What this site became in it; null when it wrote there before. */
  mode: 'adopt' | 'fork' | null;
  /** Snapshots that the storage holds, versions included. */
  snapshots: number;
  /** Rows made of backups and of projects. */
  backups: number;
  /** Likewise of versions. */
  versions: number;
  projects: number;
  /** Likewise, where this database had none. Schedules are paused: `POST /keepsake/schedules/resume`. */
  schedules: number;
  templates: number;
  /** Other sites that write to the same storage. */
  otherSites: number;
  /** Backups that cannot be read. */
  problems: Problem[];
}

/** `POST /keepsake/storage/recover` */
export interface RecoverStorage {
  request: { data?: { mode?: 'adopt' | 'fork' } };
  response: { data: Recovered };
}
