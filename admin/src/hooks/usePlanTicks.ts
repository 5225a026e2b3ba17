import { useCallback, useMemo, useState } from 'react';
import type { RestoreChoice } from '../services/restoreChoice';

const NOTHING = { contentTypes: [], documentIds: [], locales: [], fields: [] };

export type TickKind = keyof typeof NOTHING;
type Ticked = Record<TickKind, string[]>;

export interface PlanTicks {
  ticked: Ticked;
  count: number;
  toggle: (kind: TickKind, value: string) => void;
  clear: () => void;
}

/** What is ticked in a preview, to restore just that. */
export function usePlanTicks(): PlanTicks {
  const [ticked, setTicked] = useState<Ticked>(NOTHING);
  const toggle = useCallback((kind: TickKind, value: string) => {
    setTicked((now) => {
      const has = now[kind].includes(value);
      return { ...now, [kind]: has ? now[kind].filter((one) => one !== value) : [...now[kind], value] };
    });
  }, []);
  const clear = useCallback(() => setTicked(NOTHING), []);
  return useMemo(
    () => ({ ticked, toggle, clear, count: Object.values(ticked).flat().length }),
    [ticked, toggle, clear],
  );
}

/** As the form holds it: what is not ticked stays as it was chosen there. */
export function toChoice({ contentTypes, documentIds, locales, fields }: Ticked): Partial<RestoreChoice> {
  return {
    ...(contentTypes.length > 0 ? { contentTypes } : {}),
    ...(documentIds.length > 0 ? { documentIds: documentIds.join(', ') } : {}),
    ...(locales.length > 0 ? { locales: locales.join(', ') } : {}),
    ...(fields.length > 0 ? { fields: fields.join(', ') } : {}),
  };
}
