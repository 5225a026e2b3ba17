import type { Problem } from '../../../../shared/contracts/errors';
import type { JobState } from '../../../../shared/contracts/jobs';
import type { KeepsakeError } from '../../core/errors';
import type { JobRow } from './job-row';

/** A job that is over for good, as the process that ended it knows it. */
export interface EndedJob {
  row: JobRow;
  /** Neither `queued` nor `running`. */
  state: JobState;
  /** Why, where it did not end well. */
  error: KeepsakeError | null;
  problems: Problem[];
}
