import { createContext, useContext } from 'react';
import type { LinkTarget } from '../../../shared/contracts/diffs';

type OpenTarget = (target: Omit<LinkTarget, 'field'>) => void;

/** How to go on to an entry that a link names; null where links are only named. */
export const DiffLinksContext = createContext<OpenTarget | null>(null);

export const useDiffLinks = () => useContext(DiffLinksContext);
