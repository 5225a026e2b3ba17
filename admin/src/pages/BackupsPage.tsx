import { Button, Flex } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { BackupList } from '../components/BackupList';
import { CreateBackupDialog } from '../components/CreateBackupDialog';
import { JobProgressCard } from '../components/JobProgressCard';
import { JobTroubleAlert } from '../components/JobTroubleAlert';
import { NotReadyBanner } from '../components/NotReadyBanner';
import { PublicStorageBanner } from '../components/PublicStorageBanner';
import { useRights } from '../hooks/useRights';
import { useRunningJob } from '../hooks/useRunningJob';
import { useStorageText } from '../hooks/useStorageText';
import { useText } from '../hooks/useText';
import { useStatusQuery } from '../services/status';

/** All backups, the job under way and the button that makes a new one. */
export function BackupsPage() {
  const text = useText();
  const storageText = useStorageText();
  const { canBackup } = useRights();
  const { data: status } = useStatusQuery();
  const { job, isUnreachable, trouble, dismissTrouble, watch } = useRunningJob();
  const [isCreating, setCreating] = useState(false);
  const isBusy = job !== null;
  const canCreate = canBackup && status?.ready === true && !isBusy;

  const createButton = canBackup && (
    <Button startIcon={<Plus />} disabled={!canCreate} onClick={() => setCreating(true)}>
      {text('keepsake.create.open')}
    </Button>
  );

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.list.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.list.title')}
        subtitle={storageText}
        primaryAction={createButton}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <NotReadyBanner />
          <PublicStorageBanner />
          {trouble && <JobTroubleAlert job={trouble} onDismiss={dismissTrouble} />}
          {job && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
          <BackupList isBusy={isBusy} emptyAction={createButton} onJobStarted={watch} />
        </Flex>
      </Layouts.Content>
      <CreateBackupDialog isOpen={isCreating} onClose={() => setCreating(false)} onStarted={watch} />
    </Page.Main>
  );
}
