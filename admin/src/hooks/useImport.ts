import { useFetchClient } from '@strapi/strapi/admin';
import { useCallback, useRef, useState } from 'react';
import type { ImportFile, ImportPlan } from '../../../shared/contracts/imports';
import type { Job } from '../../../shared/contracts/jobs';
import type { RestoreSelection } from '../../../shared/contracts/restores';

interface ImportRequest {
  file: File;
  selection: RestoreSelection;
  /** Of an archive from elsewhere; empty for none. */
  secret: string;
}

/**
 * Previews and starts imports. Not through RTK Query as everything else: that would keep what it was called with, the
 * secret too, in the store of the admin panel.
 */
export function useImport() {
  const { post } = useFetchClient();
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isPlanning, setPlanning] = useState(false);
  /** Counts the previews, so that the answer to one that was dropped is not shown. */
  const latest = useRef(0);

  const send = useCallback(
    async ({ file, selection, secret }: ImportRequest, fingerprint?: string) => {
      const data: ImportFile['request']['data'] = { ...selection, fingerprint, secret: secret || undefined };
      const form = new FormData();
      form.append('data', JSON.stringify(data));
      form.append('files', file);
      try {
        const answer = await post<ImportFile['response']>('/keepsake/imports', form);
        return answer.data.data;
      } catch (caught) {
        throw reasonOf(caught);
      }
    },
    [post],
  );

  const dropPlan = () => {
    latest.current += 1;
    setPlan(null);
    setError(null);
    setPlanning(false);
  };

  const preview = async (request: ImportRequest): Promise<ImportPlan | null> => {
    dropPlan();
    const mine = latest.current;
    setPlanning(true);
    try {
      const made = (await send(request)) as ImportPlan;
      if (mine !== latest.current) return null;
      setPlan(made);
      return made;
    } catch (reason) {
      if (mine === latest.current) setError(reason);
      return null;
    } finally {
      if (mine === latest.current) setPlanning(false);
    }
  };

  const start = async (request: ImportRequest, fingerprint: string) =>
    (await send(request, fingerprint)) as Job;

  return { plan, error, isPlanning, preview, start, dropPlan };
}

/** What RTK Query makes of a refusal: the body's own error. */
function reasonOf(caught: unknown): unknown {
  const { response } = (caught ?? {}) as { response?: { data?: { error?: unknown } } };
  return response?.data?.error ?? caught;
}
