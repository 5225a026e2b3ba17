import { useState } from 'react';

const PAGE = 25;

/** The first page of a long list, and a page more each time it is asked for. */
export function usePaged<T>(all: T[]) {
  const [pages, setPages] = useState(1);
  const shown = all.slice(0, pages * PAGE);
  return { shown, rest: all.length - shown.length, showMore: () => setPages(pages + 1) };
}
