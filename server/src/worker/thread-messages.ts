import type { JobProgress } from '../../../shared/contracts/jobs';
import type { SentError } from './remote-port';

/** What a thread tells while and when it has done its work. */
export type ThreadMessage<Result> = { progress: JobProgress } | { done: Result } | { failed: SentError };

/** To a thread: its job was cancelled. */
export const CANCEL = 'cancel';

/** To a thread: the database can be opened. */
export const READY = 'ready';
