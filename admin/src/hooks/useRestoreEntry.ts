import { useState } from 'react';
import type { RestoreEntry } from '../../../shared/contracts/history';
import type { Job } from '../../../shared/contracts/jobs';
import { useRestoreEntryMutation } from '../services/history';
import { useJob } from './useJob';
import { useStartJob } from './useStartJob';

/** Brings an entry, or fields of it, back as a draft, and follows that to its end. */
export function useRestoreEntry() {
  const [started, setStarted] = useState<Job | null>(null);
  const [ask] = useRestoreEntryMutation();
  const { start, isStarting } = useStartJob(setStarted);
  const { job, isUnreachable } = useJob(started?.documentId ?? null);
  return {
    restore: (what: RestoreEntry['request']['data']) => start(() => ask(what).unwrap()),
    isStarting,
    job: job ?? started,
    isUnreachable,
  };
}
