import { Button, Flex, Loader, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import type { HistoryItem, ListHistory } from '../../../../shared/contracts/history';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useHistoryQuery } from '../../services/history';
import { HistoryDialog } from './HistoryDialog';
import { HistoryButton } from './HistoryButton';

/** Which row of which entry. */
export type HistoryRow = Pick<ListHistory['request'], 'contentType' | 'documentId' | 'locale' | 'status'>;

interface HistoryListProps extends HistoryRow {
  /** When the entry was last saved: what is live may be another one since. */
  savedAt: string;
}

const PAGE_SIZE = 5;

/** The snapshots in which an entry changed, newest first, a few at a time. */
export function HistoryList({ savedAt, ...row }: HistoryListProps) {
  const text = useText();
  const failureText = useFailureText();
  const [pages, setPages] = useState<(string | undefined)[]>([undefined]);
  const [open, setOpen] = useState<HistoryItem | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  if (isEmpty) {
    return (
      <Typography tag="p" variant="pi" textColor="neutral600">
        {text('keepsake.history.none')}
      </Typography>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" width="100%" gap={1}>
      {pages.map((before, index) => (
        <HistoryPage
          key={before ?? 'newest'}
          row={row}
          before={before}
          savedAt={savedAt}
          failureText={failureText}
          onOpen={setOpen}
          onMore={index === pages.length - 1 ? (next) => setPages([...pages, next]) : null}
          onEmpty={index === 0 ? () => setEmpty(true) : null}
        />
      ))}
      {open && <HistoryDialog row={row} item={open} onClose={() => setOpen(null)} />}
    </Flex>
  );
}

interface HistoryPageProps {
  row: HistoryRow;
  before: string | undefined;
  savedAt: string;
  failureText: (error: unknown) => string;
  onOpen: (item: HistoryItem) => void;
  /** Asks for the page after this one; null where that is there already. */
  onMore: ((next: string) => void) | null;
  onEmpty: (() => void) | null;
}

function HistoryPage({ row, before, savedAt, failureText, onOpen, onMore, onEmpty }: HistoryPageProps) {
  const text = useText();
  const { data, error, isFetching, refetch } = useHistoryQuery(
    { ...row, before, pageSize: PAGE_SIZE },
    { refetchOnMountOrArgChange: true },
  );
  const next = data?.meta.next ?? null;
  const isNone = data !== undefined && data.data.length === 0 && next === null;

  useEffect(() => {
    void refetch();
  }, [savedAt, refetch]);

  useEffect(() => {
    if (isNone && !isFetching) onEmpty?.();
  }, [isNone, isFetching, onEmpty]);

  if (error) {
    return (
      <Typography tag="p" variant="pi" textColor="danger600" role="alert">
        {failureText(error)}
      </Typography>
    );
  }
  if (!data) return <Loader small>{text('keepsake.loading')}</Loader>;
  return (
    <>
      {data.data.map((item) => (
        <HistoryButton key={item.snapshot.documentId} item={item} onClick={() => onOpen(item)} />
      ))}
      {data.meta.unreadable.length > 0 && (
        <Typography tag="p" variant="pi" textColor="warning700">
          {text('keepsake.history.unreadable', { count: data.meta.unreadable.length })}
        </Typography>
      )}
      {next !== null && onMore && (
        <Button variant="tertiary" fullWidth onClick={() => onMore(next)}>
          {text('keepsake.history.older')}
        </Button>
      )}
    </>
  );
}
