import { EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page } from '@strapi/strapi/admin';
import { DiffView } from '../components/compare/DiffView';
import { SnapshotPicker } from '../components/compare/SnapshotPicker';
import { LoadFailure } from '../components/LoadFailure';
import { useCompareAddress } from '../hooks/useCompareAddress';
import { useDiff } from '../hooks/useDiff';
import { useSnapshots } from '../hooks/useSnapshots';
import { useText } from '../hooks/useText';

/** Any two of backup and live content: what changed, entry by entry. */
export function ComparePage() {
  const text = useText();
  const { address, go } = useCompareAddress();
  const { choices, error: listError, refetch } = useSnapshots();
  const { diff, isLoading, error, compareAgain } = useDiff(address, go);
  const { before, after } = address;

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.compare.title')}</Page.Title>
      <Layouts.Header title={text('keepsake.compare.title')} subtitle={text('keepsake.compare.subtitle')} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {!choices && listError !== undefined && <LoadFailure error={listError} onRetry={refetch} />}
          {!choices && listError === undefined && <Waiting label={text('keepsake.loading')} />}
          {choices?.length === 0 && before === null && (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text('keepsake.compare.nothing')}
              hasRadius
              shadow="tableShadow"
            />
          )}
          {choices && (choices.length > 0 || before !== null) && (
            <SnapshotPicker
              key={`${before} ${after}`}
              choices={choices}
              address={address}
              isBusy={isLoading}
              onCompare={(from, to) => {
                if (from === before && to === after) compareAgain();
                else go({ ...NOTHING_OPEN, before: from, after: to, diff: null });
              }}
            />
          )}
          {isLoading && <Waiting label={text('keepsake.compare.comparing')} />}
          {!isLoading && error !== undefined && <LoadFailure error={error} onRetry={compareAgain} />}
          {!isLoading && diff && (
            <DiffView diff={diff} address={address} go={go} onCompareAgain={compareAgain} />
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

const NOTHING_OPEN = { type: null, entry: null, locale: null, status: null, kind: null, search: '' } as const;

function Waiting({ label }: { label: string }) {
  return (
    <Flex justifyContent="center" padding={8} aria-busy>
      <Loader>{label}</Loader>
    </Flex>
  );
}
