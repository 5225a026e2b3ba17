import { Flex, Loader, Tabs } from '@strapi/design-system';
import { Layouts } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
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
import { UsageTab } from './usage/UsageTab';
import type { Recovered } from '../../../shared/contracts/recovery';

export function StorageView() {
  const text = useText();
  const { data: storage, error, refetch } = useStorageQuery(undefined, { refetchOnMountOrArgChange: true });
  const { job, isUnreachable, trouble, dismissTrouble, finished, follow } = useStorageJob();
  const [isReconnecting, setReconnecting] = useState(false);
  const [query, setQuery] = useSearchParams();
  const tab = query.get('tab') === 'usage' ? 'usage' : 'place';
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
            <Tabs.Root
              value={tab}
              onValueChange={(to) => setQuery(to === 'usage' ? { tab: 'usage' } : {}, { replace: true })}
            >
              <Tabs.List aria-label={text('keepsake.storage.title')}>
                <Tabs.Trigger value="place">{text('keepsake.storage.tab.place')}</Tabs.Trigger>
                <Tabs.Trigger value="usage">{text('keepsake.storage.tab.usage')}</Tabs.Trigger>
              </Tabs.List>
              <Tabs.Content value="place">
                <Flex direction="column" alignItems="stretch" gap={6} paddingTop={6}>
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
              </Tabs.Content>
              <Tabs.Content value="usage">{tab === 'usage' && <UsageTab />}</Tabs.Content>
            </Tabs.Root>
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
