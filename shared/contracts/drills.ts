import type { Problem } from './errors';
import type { Job } from './jobs';

/**
 * `passed`: everything came back as it was. `failed`: something did not, or could not be read. `unproven`: all that could
 * be compared is good, but the site's content types have changed since the backup was made.
 */
export type DrillState = 'passed' | 'failed' | 'unproven';

/** What a test restore of a backup came to. */
export interface DrillReport {
  state: DrillState;
  /** When it ended. */
  at: string;
  seconds: number;
  /** Kind of database that it was restored into; null where the backup could not be opened at all. */
  place: 'sqlite' | 'postgres' | 'mysql' | null;
  /** What was compared. */
  documents: number;
  records: number;
  files: number;
  /** Bytes of the files. */
  bytes: number;
  /** All of them; the first hundred are named. */
  differenceCount: number;
  differences: Problem[];
  /** What loses nothing, and content types that have changed since. */
  notices: Problem[];
}

/** `POST /keepsake/backups/:id/drill` answers 202 with the job; its result, and then the backup, has the report. */
export interface DrillBackup {
  response: { data: Job };
}
