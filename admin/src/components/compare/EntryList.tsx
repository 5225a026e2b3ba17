import { Box, Flex, Loader, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import type { DiffKind, StoredDiff } from '../../../../shared/contracts/diffs';
import type { CompareAddress } from '../../hooks/useCompareAddress';
import { useEntryKeys } from '../../hooks/useEntryKeys';
import { useText } from '../../hooks/useText';
import { ENTRIES_A_PAGE, useDiffEntriesQuery, type EntriesFilter } from '../../services/diffs';
import { LoadFailure } from '../LoadFailure';
import { SearchField } from '../SearchField';
import { EntryWindow } from './EntryWindow';

interface EntryListProps {
  diff: StoredDiff;
  uid: string;
  address: CompareAddress;
  go: (change: Partial<CompareAddress>) => void;
}

const KINDS: DiffKind[] = ['added', 'changed', 'removed'];

/** The entries of one content type that differ, however many. */
export function EntryList({ diff, uid, address, go }: EntryListProps) {
  const text = useText();
  const filter: EntriesFilter = {
    diffId: diff.documentId,
    contentType: uid,
    kind: address.kind ?? undefined,
    search: address.search || undefined,
  };
  const { currentData, error, refetch } = useDiffEntriesQuery({
    ...filter,
    page: 1,
    pageSize: ENTRIES_A_PAGE,
  });
  const total = currentData?.meta.pagination.total ?? 0;
  const { position, setPosition } = useEntryKeys(filter, total, (entry) =>
    go({ entry: entry.documentId, locale: null, status: null }),
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={3} paddingBottom={3}>
      <Flex gap={2} padding={3} paddingBottom={0} direction="column" alignItems="stretch">
        <SearchField
          label={text('keepsake.compare.search')}
          value={address.search}
          onChange={(search) => {
            setPosition(null);
            go({ search });
          }}
        />
        <SingleSelect
          size="S"
          aria-label={text('keepsake.compare.kind')}
          value={address.kind ?? 'all'}
          onChange={(kind) => {
            setPosition(null);
            go({ kind: KINDS.find((known) => known === kind) ?? null });
          }}
        >
          <SingleSelectOption value="all">{text('keepsake.compare.allKinds')}</SingleSelectOption>
          {KINDS.map((kind) => (
            <SingleSelectOption key={kind} value={kind}>
              {text(`keepsake.diffCount.${kind}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Flex>
      {error && <LoadFailure error={error} onRetry={refetch} />}
      {!error && !currentData && (
        <Flex justifyContent="center" padding={4} aria-busy>
          <Loader small>{text('keepsake.loading')}</Loader>
        </Flex>
      )}
      {currentData && (
        <Box>
          <Typography
            tag="p"
            variant="pi"
            textColor="neutral600"
            paddingLeft={3}
            paddingBottom={2}
            aria-live="polite"
          >
            {text('keepsake.compare.entries', { count: total })}
          </Typography>
          <EntryWindow
            key={JSON.stringify(filter)}
            filter={filter}
            total={total}
            open={address.entry}
            position={position}
            onOpen={(entry, at) => {
              setPosition(at);
              go({ entry: entry.documentId, locale: null, status: null });
            }}
          />
        </Box>
      )}
    </Flex>
  );
}
