import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useFailureText } from './useFailureText';

/** Starts a job; a toast says so when it is refused. */
export function useStartJob(onStarted: (job: Job) => void) {
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [isStarting, setStarting] = useState(false);

  const start = async (asked: () => Promise<Job>) => {
    setStarting(true);
    try {
      onStarted(await asked());
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    } finally {
      setStarting(false);
    }
  };

  return { start, isStarting };
}
