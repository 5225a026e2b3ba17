import { Flex, Loader, Typography } from '@strapi/design-system';
import type { DiffRecord, LinkTarget } from '../../../../shared/contracts/diffs';
import type { CompareAddress } from '../../hooks/useCompareAddress';
import { DiffLookContext } from '../../hooks/useDiffLook';
import { DiffLinksContext } from '../../hooks/useDiffLinks';
import { useText } from '../../hooks/useText';
import { useDiffEntriesQuery, useDiffEntryQuery, type EntryRequest } from '../../services/diffs';
import { Banner } from '../Banner';
import { CodeText } from '../CodeText';
import { EntryFields } from '../diff/EntryFields';
import { DerivedChanges } from '../diff/DerivedChanges';
import { KindBadge } from '../diff/KindBadge';
import { LoadFailure } from '../LoadFailure';
import { LookBar } from './LookBar';
import { RecordPicker } from './RecordPicker';

interface EntryPaneProps {
  diffId: string;
  uid: string;
  documentId: string;
  address: CompareAddress;
  go: (change: Partial<CompareAddress>) => void;
}

/** One entry: which of its records differ, and the chosen one field by field. */
export function EntryPane({ diffId, uid, documentId, address, go }: EntryPaneProps) {
  const text = useText();
  const { currentData, error, refetch } = useDiffEntriesQuery({
    diffId,
    contentType: uid,
    search: documentId,
    page: 1,
    pageSize: 10,
  });
  const entry = currentData?.data.find((one) => one.documentId === documentId);
  const record = entry && (chosenOf(entry.records, address) ?? entry.records[0]);

  const openTarget = (target: Omit<LinkTarget, 'field'>) =>
    go({ type: target.uid, entry: target.documentId, locale: target.locale, status: target.status });

  if (error) return <LoadFailure error={error} onRetry={refetch} />;
  if (!currentData) return <Waiting />;
  if (!entry || !record) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <CodeText>{documentId}</CodeText>
        <Typography tag="p" textColor="neutral600">
          {text('keepsake.compare.entryEqual')}
        </Typography>
        <DiffLinksContext.Provider value={openTarget}>
          <DerivedChanges record={requestOf(diffId, uid, documentId, { ...address, copy: 0 })} />
        </DiffLinksContext.Provider>
      </Flex>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography tag="h3" variant="beta" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {entry.label || documentId}
        </Typography>
        <CodeText>{documentId}</CodeText>
      </Flex>
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <RecordPicker
          records={entry.records}
          record={record}
          onChange={({ locale, status }) => go({ locale, status })}
        />
        <LookBar look={address} onChange={go} />
      </Flex>
      <DiffLookContext.Provider value={address}>
        <DiffLinksContext.Provider value={openTarget}>
          <RecordFields record={record} request={requestOf(diffId, uid, documentId, record)} />
        </DiffLinksContext.Provider>
      </DiffLookContext.Provider>
    </Flex>
  );
}

interface RecordFieldsProps {
  record: DiffRecord;
  request: EntryRequest;
}

function RecordFields({ record, request }: RecordFieldsProps) {
  const text = useText();
  const { currentData, error, refetch } = useDiffEntryQuery(request, {
    refetchOnMountOrArgChange: true,
  });
  if (error) return <LoadFailure error={error} onRetry={refetch} />;
  if (!currentData) return <Waiting />;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={3} wrap="wrap">
        <KindBadge kind={record.placeOnly ? 'place' : currentData.kind} />
        <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {currentData.label}
        </Typography>
      </Flex>
      {currentData.moved && <Banner variant="info" title={text('keepsake.compare.movedEntry')} />}
      <EntryFields entry={currentData} />
      <DerivedChanges record={request} />
    </Flex>
  );
}

function requestOf(
  diffId: string,
  contentType: string,
  documentId: string,
  { locale, status, copy }: Pick<DiffRecord, 'locale' | 'status' | 'copy'>,
): EntryRequest {
  const place = { locale: locale ?? undefined, status: status ?? undefined };
  return { diffId, contentType, documentId, ...place, copy };
}

function Waiting() {
  const text = useText();
  return (
    <Flex justifyContent="center" padding={6} aria-busy>
      <Loader small>{text('keepsake.loading')}</Loader>
    </Flex>
  );
}

function chosenOf(records: DiffRecord[], { locale, status }: CompareAddress): DiffRecord | undefined {
  if (locale === null && status === null) return undefined;
  return records.find((record) => record.locale === locale && record.status === status);
}
