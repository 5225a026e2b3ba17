import { EmptyStateLayout, Flex, Loader, Typography } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page } from '@strapi/strapi/admin';
import { AlertList } from '../components/health/AlertList';
import { CheckHealthButton } from '../components/health/CheckHealthButton';
import { HealthBadge } from '../components/health/HealthBadge';
import { HealthTable } from '../components/health/HealthTable';
import { LoadFailure } from '../components/LoadFailure';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useHealthQuery } from '../services/health';

/** Whether backups are made, can be read and could be restored: each check with what to do. */
export function HealthPage() {
  const text = useText();
  const relativeTime = useFormatRelativeTime();
  const { canSeeSettings } = useRights();
  const { data, error, refetch } = useHealthQuery(undefined, { refetchOnMountOrArgChange: true });
  const health = data?.health;
  const action = canSeeSettings && <CheckHealthButton />;
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.health.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.health.title')}
        subtitle={text('keepsake.health.subtitle')}
        primaryAction={action}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {!data && error !== undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
          {!data && error === undefined && (
            <Flex justifyContent="center" padding={11} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
          {data && <AlertList alerts={data.alerts} health={data.health} />}
          {data && !health && (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text('keepsake.health.never')}
              action={canSeeSettings && <CheckHealthButton variant="secondary" />}
              hasRadius
              shadow="tableShadow"
            />
          )}
          {health && (
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Flex gap={3}>
                <HealthBadge state={health.state} />
                <Typography textColor="neutral600">
                  {text('keepsake.health.checkedAt', { time: relativeTime(health.checkedAt) })}
                </Typography>
              </Flex>
              <HealthTable checks={health.checks} />
            </Flex>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
