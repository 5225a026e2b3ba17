import { EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { lazy, Suspense } from 'react';
import type { StoragePlace } from '../../../../shared/contracts/storage';
import { useText } from '../../hooks/useText';
import { useStorageUsageQuery } from '../../services/storage';
import { Card } from '../Card';
import { LoadFailure } from '../LoadFailure';
import { UsageFacts } from './UsageFacts';
import { UsageTables } from './UsageTables';

const BytesChart = lazy(() => import('../BytesChart'));

/** What takes the room in the storage. Measured when it is looked at. */
export function UsageView({ place }: { place: StoragePlace }) {
  const text = useText();
  const { data: usage, error, refetch } = useStorageUsageQuery(place, { refetchOnMountOrArgChange: true });
  const loader = (
    <Flex justifyContent="center" padding={11} aria-busy>
      <Loader>{text('keepsake.usage.measuring')}</Loader>
    </Flex>
  );
  if (!usage) return error ? <LoadFailure error={error} onRetry={refetch} /> : loader;
  if (usage.snapshots.length === 0)
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" />}
        content={text('keepsake.usage.empty')}
        hasRadius
        shadow="tableShadow"
      />
    );
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <UsageFacts usage={usage} />
      {usage.growth.length > 1 && (
        <Card title={text('keepsake.usage.growth')} subtitle={text('keepsake.usage.growth.subtitle')}>
          <Suspense fallback={loader}>
            <BytesChart points={usage.growth} name={text('keepsake.usage.stored')} shape="area" />
          </Suspense>
        </Card>
      )}
      <UsageTables usage={usage} />
    </Flex>
  );
}
