import type { Job, JobState } from '../../../../shared/contracts/jobs';
import { KeepsakeError } from '../../core/errors';
import { withoutSecrets } from './job-log';

export function describe(error: KeepsakeError): NonNullable<Job['error']> {
  return { code: error.code, message: withoutSecrets(error.message).slice(0, 2000), hint: error.hint };
}

export function cancelled(): KeepsakeError {
  return new KeepsakeError('cancelled', 'It was cancelled.', {
    hint: 'Nothing was changed. Start it again when you like.',
  });
}

export function stopped(): KeepsakeError {
  return new KeepsakeError('stopped', 'The server was stopped while this was under way.', {
    hint: 'Nothing was changed. Start it again.',
    transient: true,
  });
}

export function interrupted(): KeepsakeError {
  return new KeepsakeError('interrupted', 'The process that ran this job ended before it had finished.', {
    hint: 'Start it again. Nothing half-written counts: a backup exists once it is complete.',
  });
}

export function lost(documentId: string): KeepsakeError {
  return new KeepsakeError(
    'job_lost',
    'This process gave no sign of life for so long that another one took over.',
    {
      hint: 'Nothing needs to be done: what this process still wrote does not count.',
      item: documentId,
    },
  );
}

export function expired(hours: number): KeepsakeError {
  return new KeepsakeError('job_expired', `It was not done after ${hours} hours and was ended.`, {
    hint: 'See in its log where it stood. If it only needs longer, raise jobs.expireHours.',
  });
}

export function elsewhere(documentId: string): KeepsakeError {
  return new KeepsakeError('job_elsewhere', 'Another process runs this job.', {
    hint: 'Follow it in the list of jobs.',
    item: documentId,
  });
}

export function notHere(): KeepsakeError {
  return new KeepsakeError('job_not_here', 'This server only takes requests; it runs no jobs itself.', {
    hint: 'Send this to a server whose KEEPSAKE_ROLE is all or worker, or use the command line.',
  });
}

export function unknownJob(documentId: string): KeepsakeError {
  return new KeepsakeError('job_unknown', 'There is no such job.', {
    hint: 'Look at the list of jobs.',
    item: documentId,
  });
}

export function notRunning(documentId: string, state: JobState): KeepsakeError {
  return new KeepsakeError('job_not_running', `This job is ${state}, there is nothing to cancel.`, {
    item: documentId,
  });
}

export function notRepeatable(documentId: string, what: 'retry' | 'resume', state: JobState): KeepsakeError {
  const message =
    state === 'queued' || state === 'running'
      ? `This job is ${state} already.`
      : `This job is ${state} and cannot be ${what === 'retry' ? 'run again' : 'resumed'}.`;
  return new KeepsakeError('job_not_repeatable', message, {
    hint: what === 'resume' ? 'Run it again from its beginning, or start a new one.' : 'Start a new one.',
    item: documentId,
  });
}

export function unfinished(documentId: string): KeepsakeError {
  return new KeepsakeError('job_unfinished', 'Files that this job left are still to be set right.', {
    hint: 'That happens at the next start of the server; try again after that.',
    item: documentId,
  });
}
