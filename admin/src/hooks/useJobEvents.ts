import { useAuth } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { readJobEvents } from '../services/readJobEvents';

const TRY_AGAIN_MS = 3000;

interface StrapiWindow {
  strapi?: { backendURL?: string };
}

/**
 * Hears of jobs while `path` is given. True while it does; until then, and whenever it is false, the caller asks now
 * and then instead.
 *
 *   asking ──first bytes──▶ live ──stream ends or breaks──▶ asking ──3 s──▶ the stream is opened again
 */
export function useJobEvents(path: string | null, onJob: (job: Job) => void): boolean {
  const token = useAuth('useJobEvents', (auth) => auth.token);
  const [isLive, setLive] = useState(false);
  const latest = useRef(onJob);

  useEffect(() => {
    latest.current = onJob;
  }, [onJob]);

  useEffect(() => {
    if (!path || !token) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const base = (window as StrapiWindow).strapi?.backendURL ?? '';

    const follow = async () => {
      while (!signal.aborted) {
        try {
          const events = readJobEvents(base + path, token, signal, () => !signal.aborted && setLive(true));
          for await (const job of events) latest.current(job);
        } catch {
          // What is wrong with it is said to the one who asks instead.
        }
        if (signal.aborted) return;
        setLive(false);
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
    };
    void follow();
    return () => {
      leaving.abort();
      setLive(false);
    };
  }, [path, token]);

  return isLive;
}
