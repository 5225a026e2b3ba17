import { createContext, useContext } from 'react';

/** How a comparison is shown. */
export interface DiffLook {
  view: 'side' | 'inline';
  /** Leave out what is equal on both sides. */
  onlyChanged: boolean;
}

export const DiffLookContext = createContext<DiffLook>({ view: 'inline', onlyChanged: true });

export function useDiffLook(): DiffLook {
  return useContext(DiffLookContext);
}
