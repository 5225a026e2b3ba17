import { Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Schedule } from '../../../shared/contracts/schedules';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { LoadFailure } from '../components/LoadFailure';
import { RetentionCard } from '../components/RetentionCard';
import { ScheduleDialog } from '../components/ScheduleDialog';
import { ScheduleTable } from '../components/ScheduleTable';
import { useFailureText } from '../hooks/useFailureText';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useDeleteScheduleMutation, useSchedulesQuery } from '../services/schedules';

/** A run that was begun is to be seen to end. */
const POLL_MS = 5000;

/** What is backed up by itself, when, and what of it is kept. */
export function SchedulesPage() {
  const text = useText();
  const failureText = useFailureText();
  const { canSchedule } = useRights();
  const { toggleNotification } = useNotification();
  const { data: schedules, error, refetch } = useSchedulesQuery(undefined, { pollingInterval: POLL_MS });
  const [edited, setEdited] = useState<Schedule | 'new' | null>(null);
  const [doomed, setDoomed] = useState<Schedule | null>(null);
  const [remove, { isLoading: isRemoving }] = useDeleteScheduleMutation();

  const confirm = async () => {
    try {
      await remove(doomed!.documentId).unwrap();
    } catch (caught) {
      toggleNotification({ type: 'danger', message: failureText(caught) });
    }
    setDoomed(null);
  };

  const createButton = canSchedule && (
    <Button startIcon={<Plus />} onClick={() => setEdited('new')}>
      {text('keepsake.schedules.create')}
    </Button>
  );

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.schedules.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.schedules.title')}
        subtitle={text('keepsake.schedules.subtitle')}
        primaryAction={createButton}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {!schedules && error !== undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
          {!schedules && error === undefined && (
            <Flex justifyContent="center" padding={11} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
          {schedules?.length === 0 && (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text('keepsake.schedules.none')}
              action={createButton}
              hasRadius
              shadow="tableShadow"
            />
          )}
          {schedules && schedules.length > 0 && (
            <ScheduleTable schedules={schedules} onEdit={setEdited} onDelete={setDoomed} />
          )}
          <RetentionCard />
        </Flex>
      </Layouts.Content>
      {edited && (
        <ScheduleDialog schedule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
      {doomed && (
        <ConfirmDialog
          title={text('keepsake.schedules.deleteTitle')}
          question={text('keepsake.schedules.deleteQuestion', { name: doomed.name })}
          submit={text('keepsake.action.delete')}
          isStarting={isRemoving}
          onConfirm={confirm}
          onClose={() => setDoomed(null)}
        />
      )}
    </Page.Main>
  );
}
