import { Typography } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import { styled } from 'styled-components';
import type { DiffEntry } from '../../../../shared/contracts/diffs';
import { useText } from '../../hooks/useText';
import { ENTRIES_A_PAGE, useDiffEntriesQuery, type EntriesFilter } from '../../services/diffs';
import { isPlaceOnly, kindOf } from '../../services/kindOf';

const ROW_PX = 60;
const MOST_PX = 540;

interface EntryWindowProps {
  filter: EntriesFilter;
  total: number;
  /** documentId of the one that is open. */
  open: string | null;
  /** Where in the list to look, once it is set by the keyboard. */
  position: number | null;
  onOpen: (entry: DiffEntry, position: number) => void;
}

/**
 * However many entries there are, only the pages of them that are in sight are asked for and drawn: a page has a fixed
 * place, since every row has one height.
 */
export function EntryWindow({ filter, total, open, position, onOpen }: EntryWindowProps) {
  const text = useText();
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const height = Math.min(MOST_PX, total * ROW_PX);
  const first = Math.floor(top / (ENTRIES_A_PAGE * ROW_PX));
  const last = Math.min(
    Math.floor((top + height) / (ENTRIES_A_PAGE * ROW_PX)),
    Math.ceil(total / ENTRIES_A_PAGE) - 1,
  );
  const pages = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

  useEffect(() => {
    if (position === null || !frame.current) return;
    const { scrollTop, clientHeight } = frame.current;
    const at = position * ROW_PX;
    if (at < scrollTop) frame.current.scrollTop = at;
    if (at + ROW_PX > scrollTop + clientHeight) frame.current.scrollTop = at + ROW_PX - clientHeight;
  }, [position]);

  return (
    <div
      ref={frame}
      role="region"
      aria-label={text('keepsake.compare.list')}
      style={{ height, overflowY: 'auto', position: 'relative' }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div style={{ height: total * ROW_PX }}>
        {pages.map((page) => (
          <EntriesPage key={page} filter={filter} page={page} open={open} onOpen={onOpen} />
        ))}
      </div>
    </div>
  );
}

interface EntriesPageProps extends Pick<EntryWindowProps, 'filter' | 'open' | 'onOpen'> {
  page: number;
}

function EntriesPage({ filter, page, open, onOpen }: EntriesPageProps) {
  const { currentData } = useDiffEntriesQuery({ ...filter, page: page + 1, pageSize: ENTRIES_A_PAGE });
  return (
    <ul style={{ position: 'absolute', top: page * ENTRIES_A_PAGE * ROW_PX, left: 0, right: 0 }}>
      {currentData?.data.map((entry, index) => (
        <li key={entry.documentId}>
          <EntryRow
            entry={entry}
            isOpen={entry.documentId === open}
            onOpen={() => onOpen(entry, page * ENTRIES_A_PAGE + index)}
          />
        </li>
      ))}
    </ul>
  );
}

const RowButton = styled.button<{ $isOpen: boolean }>`
  display: block;
  width: 100%;
  height: ${ROW_PX}px;
  padding: 0 ${({ theme }) => theme.spaces[3]};
  text-align: left;
  cursor: pointer;
  border-left: 3px solid ${({ theme, $isOpen }) => ($isOpen ? theme.colors.primary600 : 'transparent')};
  background: ${({ theme, $isOpen }) => ($isOpen ? theme.colors.primary100 : 'transparent')};

  &:hover {
    background: ${({ theme }) => theme.colors.primary100};
  }
`;

const COLORS = {
  added: 'success600',
  changed: 'warning600',
  removed: 'danger600',
  place: 'neutral600',
} as const;

interface EntryRowProps {
  entry: DiffEntry;
  isOpen: boolean;
  onOpen: () => void;
}

function EntryRow({ entry, isOpen, onOpen }: EntryRowProps) {
  const text = useText();
  const kind = isPlaceOnly(entry) ? 'place' : kindOf(entry);
  const locales = [...new Set(entry.records.flatMap(({ locale }) => locale ?? []))];
  return (
    <RowButton type="button" $isOpen={isOpen} aria-current={isOpen ? 'true' : undefined} onClick={onOpen}>
      <Typography tag="p" ellipsis fontWeight="semiBold" textColor="neutral800">
        {entry.label || entry.documentId}
      </Typography>
      <Typography tag="p" ellipsis variant="pi" textColor="neutral600">
        <Typography variant="pi" fontWeight="bold" textColor={COLORS[kind]}>
          {text(`keepsake.diffKind.${kind}`)}
        </Typography>
        {[text('keepsake.compare.records', { count: entry.records.length }), locales.join(', ')]
          .filter(Boolean)
          .map((fact) => ` · ${fact}`)}
      </Typography>
    </RowButton>
  );
}
