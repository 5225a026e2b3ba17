import { Button, Flex } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { JobProgressCard } from '../components/JobProgressCard';
import { JobTroubleAlert } from '../components/JobTroubleAlert';
import { NotReadyBanner } from '../components/NotReadyBanner';
import { VersionDialog } from '../components/versions/VersionDialog';
import { VersionList } from '../components/versions/VersionList';
import { useRights } from '../hooks/useRights';
import { useRunningJob } from '../hooks/useRunningJob';
import { useText } from '../hooks/useText';
import { useStatusQuery } from '../services/status';

/** All versions, and the button that makes a new one. */
export function VersionsPage() {
  const text = useText();
  const { canBackup } = useRights();
  const { data: status } = useStatusQuery();
  const { job, isUnreachable, trouble, dismissTrouble, watch } = useRunningJob();
  const [isCreating, setCreating] = useState(false);
  const createButton = canBackup && (
    <Button
      startIcon={<Plus />}
      disabled={status?.ready !== true || job !== null}
      onClick={() => setCreating(true)}
    >
      {text('keepsake.version.create')}
    </Button>
  );

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.version.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.version.title')}
        subtitle={text('keepsake.version.subtitle')}
        primaryAction={createButton}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <NotReadyBanner />
          {trouble && <JobTroubleAlert job={trouble} onDismiss={dismissTrouble} />}
          {job && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
          <VersionList emptyAction={createButton} />
        </Flex>
      </Layouts.Content>
      {isCreating && <VersionDialog onClose={() => setCreating(false)} onStarted={watch} />}
    </Page.Main>
  );
}
