import { Button, Flex, Loader, Modal, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useState } from 'react';
import type { EntryDiff, FieldDiff } from '../../../../shared/contracts/diffs';
import type { HistoryItem } from '../../../../shared/contracts/history';
import { DiffLookContext, type DiffLook } from '../../hooks/useDiffLook';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useRestoreEntry } from '../../hooks/useRestoreEntry';
import { useRights } from '../../hooks/useRights';
import { useSnapshotName } from '../../hooks/useSnapshotName';
import { useText } from '../../hooks/useText';
import { useHistoryEntryQuery } from '../../services/history';
import { isFinished } from '../../services/isFinished';
import { Banner } from '../Banner';
import { LookBar } from '../compare/LookBar';
import { ConfirmDialog } from '../ConfirmDialog';
import { EntryFields } from '../diff/EntryFields';
import { JobProgressCard } from '../JobProgressCard';
import { LoadFailure } from '../LoadFailure';
import { EntryRestored } from './EntryRestored';
import type { HistoryRow } from './HistoryList';

interface HistoryDialogProps {
  row: HistoryRow;
  item: HistoryItem;
  onClose: () => void;
}

/** Written by Strapi itself: never restored alone. */
const STAMPS = ['createdAt', 'updatedAt', 'publishedAt'];

/**
 * An entry then and now. comparison ──*Restore* confirmed──▶ job under way ──▶ how it ended. What is restored is the draft.
 */
export function HistoryDialog({ row, item: { snapshot }, onClose }: HistoryDialogProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const nameOf = useSnapshotName();
  const { canRestore } = useRights();
  const [look, setLook] = useState<DiffLook>({ view: 'inline', onlyChanged: true });
  const [asked, setAsked] = useState<{ field: string | null } | null>(null);
  const { restore, isStarting, job, isUnreachable } = useRestoreEntry();
  const { currentData, error, refetch } = useHistoryEntryQuery(
    { ...row, before: snapshot.documentId, after: 'live' },
    { refetchOnMountOrArgChange: true, skip: job !== null && !isFinished(job) },
  );
  const isBusy = job !== null && !isFinished(job);
  const isThere = currentData !== undefined && currentData.kind !== 'added';
  const canBringBack = canRestore && row.status !== 'published' && isThere && currentData.kind !== null;

  const confirm = async () => {
    if (!asked) return;
    const { contentType, documentId, locale } = row;
    const fields = asked.field === null ? undefined : [asked.field];
    await restore({ snapshotId: snapshot.documentId, contentType, documentId, locale, fields });
    setAsked(null);
  };

  const fieldAction = (field: FieldDiff) =>
    canBringBack &&
    !isBusy &&
    !STAMPS.includes(field.field) && (
      <Button
        size="S"
        variant="tertiary"
        startIcon={<ArrowClockwise />}
        onClick={() => setAsked({ field: field.field })}
      >
        {text('keepsake.history.restoreField')}
      </Button>
    );

  return (
    <Modal.Root open onOpenChange={(open) => !open && !isBusy && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{nameOf(snapshot)}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Flex justifyContent="space-between" gap={4} wrap="wrap">
              <Typography tag="p" textColor="neutral600">
                {text('keepsake.history.thenAndNow', { date: dateTime(snapshot.createdAt) })}
              </Typography>
              <LookBar look={look} onChange={(change) => setLook({ ...look, ...change })} />
            </Flex>
            {isBusy && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
            {job && isFinished(job) && <EntryRestored job={job} />}
            {error && <LoadFailure error={error} onRetry={refetch} />}
            {!error && !currentData && !isBusy && (
              <Flex justifyContent="center" padding={6} aria-busy>
                <Loader small>{text('keepsake.loading')}</Loader>
              </Flex>
            )}
            {currentData && (
              <DiffLookContext.Provider value={look}>
                <ThenAndNow entry={currentData} fieldAction={fieldAction} />
              </DiffLookContext.Provider>
            )}
            {canRestore && row.status === 'published' && (
              <Banner variant="info" title={text('keepsake.history.onlyDraft')} />
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" disabled={isBusy} onClick={onClose}>
            {text('keepsake.action.close')}
          </Button>
          {canBringBack && (
            <Button
              startIcon={<ArrowClockwise />}
              disabled={isBusy}
              onClick={() => setAsked({ field: null })}
            >
              {text('keepsake.history.restoreEntry')}
            </Button>
          )}
        </Modal.Footer>
        {asked && (
          <ConfirmDialog
            title={text(
              asked.field === null ? 'keepsake.history.restoreEntry' : 'keepsake.history.restoreField',
            )}
            question={
              asked.field === null
                ? text('keepsake.history.restoreEntryQuestion', { date: dateTime(snapshot.createdAt) })
                : text('keepsake.history.restoreFieldQuestion', {
                    field: asked.field,
                    date: dateTime(snapshot.createdAt),
                  })
            }
            submit={text('keepsake.history.submit')}
            isStarting={isStarting}
            onConfirm={confirm}
            onClose={() => setAsked(null)}
          />
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

interface ThenAndNowProps {
  entry: Omit<EntryDiff, 'kind'> & { kind: EntryDiff['kind'] | null };
  fieldAction: (field: FieldDiff) => React.ReactNode;
}

function ThenAndNow({ entry, fieldAction }: ThenAndNowProps) {
  const text = useText();
  const { kind } = entry;
  if (kind === null) return <Banner variant="success" title={text('keepsake.history.same')} />;
  return (
    <>
      {kind === 'added' && <Banner variant="info" title={text('keepsake.history.notThen')} />}
      <EntryFields entry={{ ...entry, kind }} fieldAction={fieldAction} />
    </>
  );
}
