import { useEffect, useRef, useState } from 'react';
import type { DiffEntry } from '../../../shared/contracts/diffs';
import { isTyping } from '../services/isTyping';
import { ENTRIES_A_PAGE, useLazyDiffEntriesQuery, type EntriesFilter } from '../services/diffs';

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** j and k, and the arrows, walk through the entries that differ, past what is loaded. */
export function useEntryKeys(filter: EntriesFilter, total: number, onOpen: (entry: DiffEntry) => void) {
  const [position, setPosition] = useState<number | null>(null);
  const [ask] = useLazyDiffEntriesQuery();
  const walk = useRef<(step: number) => Promise<void>>(async () => undefined);

  useEffect(() => {
    walk.current = async (step) => {
      const next = Math.min(Math.max((position ?? (step > 0 ? -1 : 0)) + step, 0), total - 1);
      if (next === position || total === 0) return;
      setPosition(next);
      const page = Math.floor(next / ENTRIES_A_PAGE) + 1;
      const { data } = await ask({ ...filter, page, pageSize: ENTRIES_A_PAGE }, true);
      const entry = data?.data[next % ENTRIES_A_PAGE];
      if (entry) onOpen(entry);
    };
  });

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      if (step === undefined || isTyping(event)) return;
      event.preventDefault();
      void walk.current(step);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  return { position, setPosition };
}
