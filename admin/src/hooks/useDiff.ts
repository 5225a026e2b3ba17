import { useEffect } from 'react';
import { useCreateDiffMutation, useDiffQuery } from '../services/diffs';
import { readFailure } from '../services/readFailure';
import type { CompareAddress } from './useCompareAddress';

/**
 * The diff that the address asks for: what was kept under its id, else made from its two sides.
 *
 *   two sides, no diff ──made──▶ its id goes into the address ──▶ asked for ──gone by now──▶ made again
 */
export function useDiff(
  { before, after, diff: diffId }: CompareAddress,
  go: (change: Partial<CompareAddress>) => void,
) {
  const [create, { data: made, error: refused, isLoading: isMaking, reset }] = useCreateDiffMutation();
  const asked = useDiffQuery(diffId ?? '', { skip: !diffId || made?.documentId === diffId });
  const diff = made && made.documentId === diffId ? made : (asked.currentData ?? null);
  const isGone = readFailure(asked.error).code === 'diff_unknown';
  const canMake = before !== null && after !== null && !isMaking && refused === undefined;

  const make = async () => {
    if (before === null || after === null) return;
    const answer = await create({ before, after });
    if ('data' in answer) go({ diff: answer.data.documentId });
  };

  useEffect(() => {
    if (canMake && (!diffId || isGone)) void make();
    // Only what decides whether there is one: `make` is another function each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [before, after, diffId, isGone, canMake]);

  return {
    diff,
    isLoading: isMaking || (diffId !== null && !diff && asked.isFetching),
    error: refused ?? (isGone ? undefined : asked.error),
    /** Compares anew: the live content may have changed. */
    compareAgain: () => {
      reset();
      void make();
    },
  };
}
