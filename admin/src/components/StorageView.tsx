import { Flex, Loader } from '@strapi/design-system';
import { Layouts } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useStorageJob } from '../hooks/useStorageJob';
import { useText } from '../hooks/useText';
import { useStorageQuery } from '../services/storage';
import { GeneratedSecretBanner } from './GeneratedSecretBanner';
import { JobProgressCard } from './JobProgressCard';
import { JobTroubleAlert } from './JobTroubleAlert';
import { LoadFailure } from './LoadFailure';
import { PublicStorageBanner } from './PublicStorageBanner';
import { ReconnectDialog } from './ReconnectDialog';
import { RecoveredBanner } from './RecoveredBanner';
import { StorageCare } from './StorageCare';
import { StorageCheckCard } from './StorageCheckCard';
import { StorageFacts } from './StorageFacts';
import { StorageTrouble } from './StorageTrouble';
import type { Recovered } from '../../../shared/contracts/recovery';

export function StorageView() {
  const text = useText();
  const { data: storage, error, refetch } = useStorageQuery(undefined, { refetchOnMountOrArgChange: true });
  const { job, isUnreachable, trouble, dismissTrouble, finished, follow } = useStorageJob();
  const [isReconnecting, setReconnecting] = useState(false);
  const [recovered, setRecovered] = useState<Recovered | null>(null);

  return (
    <>
      <Layouts.Header title={text('keepsake.storage.title')} subtitle={text('keepsake.storage.subtitle')} />
      <Layouts.Content>
        {!storage && error && <LoadFailure error={error} onRetry={refetch} />}
        {!storage && !error && (
          <Flex justifyContent="center" padding={11} aria-busy>
            <Loader>{text('keepsake.loading')}</Loader>
          </Flex>
        )}
        {storage && (
          <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
            {recovered && <RecoveredBanner recovered={recovered} />}
            <StorageTrouble storage={storage} onReconnect={() => setReconnecting(true)} onRetry={refetch} />
            <PublicStorageBanner />
            {storage.encryption === 'generated' && <GeneratedSecretBanner />}
            {trouble && <JobTroubleAlert job={trouble} onDismiss={dismissTrouble} />}
            {job && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
            <StorageFacts storage={storage} />
            <StorageCheckCard />
            <StorageCare
              storage={storage}
              isBusy={job !== null}
              finished={finished}
              onJobStarted={follow}
              onReconnect={() => setReconnecting(true)}
            />
          </Flex>
        )}
      </Layouts.Content>
      {storage && isReconnecting && (
        <ReconnectDialog
          storage={storage}
          onClose={() => setReconnecting(false)}
          onRecovered={setRecovered}
        />
      )}
    </>
  );
}
