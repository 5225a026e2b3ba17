import type { Knex } from 'knex';

import type { Problem } from '../../../../shared/contracts/errors';
import type { Job, JobLogLine, JobProgress, JobType } from '../../../../shared/contracts/jobs';
import type { KeepsakeError } from '../../core/errors';
import type { JobRow } from './job-row';

/** One kind of work. Registered once at boot, by every process: what one of them queues, any other may run. */
export interface JobKind<Input = unknown> {
  /** `type` of its rows. */
  kind: JobType;
  /** Who may cancel one or run one again. */
  right: Job['right'];
  /** It writes the repository: one at a time. */
  writes: boolean;
  /**
   * After an interruption it is run again by itself, and goes on from its checkpoint if it saved one. Only for work that
   * does no harm when it is begun twice. Without it an interrupted job stays so until somebody runs it again.
   */
  resumable: boolean;
  /** How often it is tried again by itself after an error that may pass; a request may ask for another number. */
  retries: number;
  /** Narrows what a row holds; throws for what it cannot run. */
  parse(input: unknown): Input;
  run(context: JobContext<Input>): Promise<JobOutcome>;
  /**
   * Sets right what one leaves that ended without success: it failed, was cancelled (perhaps before it began), or its
   * process died. Called once, by whichever process ends it. `row` is as that one knows it.
   */
  ended?(row: JobRow, error: KeepsakeError): Promise<void>;
}

/** What a job's work comes to; its problems make it `partial`. */
export interface JobOutcome {
  problems: Problem[];
}

export interface JobContext<Input = unknown> {
  documentId: string;
  input: Input;
  /** As the try before it left it; null for the first. */
  checkpoint: unknown;
  /** Fires when it is cancelled, when its process stops, when it takes too long, and when another process has it now. */
  signal: AbortSignal;
  progress(progress: JobProgress): void;
  /** A line for people, kept with the job. The last two hundred are; none may hold a secret. */
  log(text: string, level?: JobLogLine['level']): void;
  /** How far it has come, as JSON of a few kilobytes. Throws `job_lost`. */
  save(checkpoint: unknown): Promise<void>;
  /**
   * Throws `job_lost` when another process has the job now. To be asked before what is written counts; within a
   * transaction of the site's database it also keeps the job from changing hands until that ends.
   */
  assertHeld(transaction?: Knex.Transaction): Promise<void>;
  /** Changes its row. Throws `job_lost`. */
  set(data: Partial<JobRow>): Promise<void>;
  /** Until the returned function is called, nothing is written to a database of one connection. */
  quiet(): Promise<() => void>;
  /** Where its row says that it is this process's, for a transaction that writes the row itself. */
  held: { document_id: string; token: number };
}

export interface JobKinds {
  /** `load` is called when the kind is first looked at. */
  add<Input>(type: JobType, load: () => JobKind<Input>): void;
  /** Null for one that this process cannot run. */
  find(type: string): JobKind | null;
  all(): JobKind[];
}

export function createJobKinds(): JobKinds {
  const loads = new Map<string, () => JobKind>();
  return {
    add(type, load) {
      if (loads.has(type)) throw new Error(`There is a job kind ${type} already.`);
      loads.set(type, load as unknown as () => JobKind);
    },
    find: (type) => loads.get(type)?.() ?? null,
    all: () => [...loads.values()].map((load) => load()),
  };
}
