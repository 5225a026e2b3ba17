import { Button, Flex, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { lazy, Suspense, useState } from 'react';
import { Card } from '../components/Card';
import { CreateBackupDialog } from '../components/CreateBackupDialog';
import { AlertList } from '../components/health/AlertList';
import { JobProgressCard } from '../components/JobProgressCard';
import { JobTroubleAlert } from '../components/JobTroubleAlert';
import { LoadFailure } from '../components/LoadFailure';
import { NoBackups } from '../components/NoBackups';
import { NotReadyBanner } from '../components/NotReadyBanner';
import { HealthSummary } from '../components/overview/HealthSummary';
import { RunFacts } from '../components/overview/RunFacts';
import { useRights } from '../hooks/useRights';
import { useRunningJob } from '../hooks/useRunningJob';
import { useText } from '../hooks/useText';
import { useBackupsQuery } from '../services/backups';
import { useHealthQuery, useNextRunsQuery } from '../services/health';
import { useStatusQuery } from '../services/status';

const BytesChart = lazy(() => import('../components/BytesChart'));
const SHOWN = { page: 1, pageSize: 30 };

/** How things are, in one look: what is wrong, the last and next backup, how the storage grows. */
export function OverviewPage() {
  const text = useText();
  const { canBackup, seesAllProjects } = useRights();
  const { data: status } = useStatusQuery();
  const { data: backups, error, refetch } = useBackupsQuery(SHOWN);
  const { data: answer } = useHealthQuery(undefined, {
    refetchOnMountOrArgChange: true,
    skip: !seesAllProjects,
  });
  const { data: schedules = [] } = useNextRunsQuery();
  const { job, isUnreachable, trouble, dismissTrouble, watch } = useRunningJob();
  const [isCreating, setCreating] = useState(false);

  const createButton = canBackup && (
    <Button
      startIcon={<Plus />}
      disabled={status?.ready !== true || job !== null}
      onClick={() => setCreating(true)}
    >
      {text('keepsake.create.open')}
    </Button>
  );
  const loader = (
    <Flex justifyContent="center" padding={8} aria-busy>
      <Loader>{text('keepsake.loading')}</Loader>
    </Flex>
  );
  const good = backups?.data.filter(({ state }) => state === 'succeeded' || state === 'partial') ?? [];

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.overview.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.overview.title')}
        subtitle={text('keepsake.overview.subtitle')}
        primaryAction={createButton}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <NotReadyBanner />
          {answer && <AlertList alerts={answer.alerts} health={answer.health} />}
          {trouble && <JobTroubleAlert job={trouble} onDismiss={dismissTrouble} />}
          {job && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
          {!backups && error !== undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
          {!backups && error === undefined && loader}
          {backups && (
            <Card title={text('keepsake.overview.backups')}>
              <RunFacts
                backups={backups.data}
                total={backups.meta.pagination.total}
                schedules={schedules}
                storedBytes={status?.storedBytes ?? 0}
                quota={status?.quota ?? null}
              />
            </Card>
          )}
          {answer && <HealthSummary health={answer.health} />}
          {backups?.data.length === 0 && <NoBackups action={createButton} />}
          {good.length > 1 && (
            <Card
              title={text('keepsake.overview.growth')}
              subtitle={text('keepsake.overview.growth.subtitle')}
            >
              <Suspense fallback={loader}>
                <BytesChart
                  points={[...good]
                    .reverse()
                    .map(({ createdAt, storedBytes }) => ({ at: createdAt, bytes: storedBytes }))}
                  name={text('keepsake.overview.added')}
                  shape="bars"
                />
              </Suspense>
            </Card>
          )}
        </Flex>
      </Layouts.Content>
      <CreateBackupDialog isOpen={isCreating} onClose={() => setCreating(false)} onStarted={watch} />
    </Page.Main>
  );
}
