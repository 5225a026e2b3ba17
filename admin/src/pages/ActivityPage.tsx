import { Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page, Pagination, useNotification, useQueryParams } from '@strapi/strapi/admin';
import type { ListActivity } from '../../../shared/contracts/activity';
import { ActivityFilters, type ActivityChoice } from '../components/activity/ActivityFilters';
import { ActivityTable } from '../components/activity/ActivityTable';
import { LoadFailure } from '../components/LoadFailure';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useActivityFileMutation, useActivityQuery } from '../services/activity';
import { saveAs } from '../services/download';

interface ActivityQuery extends ActivityChoice {
  page: string;
  pageSize: string;
}

/** Everything that people, programs and schedules did with backups. */
export function ActivityPage() {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [{ query }, setQuery] = useQueryParams<ActivityQuery>({ page: '1', pageSize: '20' });
  const { action, outcome, actor, from, to } = query;
  const chosen: ActivityChoice = { action, outcome, actor, from, to };
  const filter = askedFor(chosen);
  const page = { page: Number(query.page) || 1, pageSize: Number(query.pageSize) || 20 };
  const { data, error, refetch } = useActivityQuery(
    { ...filter, ...page },
    { refetchOnMountOrArgChange: true },
  );
  const [fetchFile, { isLoading }] = useActivityFileMutation();
  const isFiltered = Object.values(chosen).some(Boolean);

  const save = async () => {
    try {
      const csv = await fetchFile(filter).unwrap();
      const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
      saveAs(address, 'keepsake-activity.csv');
      URL.revokeObjectURL(address);
    } catch (failure) {
      toggleNotification({ type: 'danger', message: failureText(failure) });
    }
  };

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.activity.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.activity.title')}
        subtitle={text('keepsake.activity.subtitle')}
        primaryAction={
          <Button
            variant="secondary"
            startIcon={<Download />}
            loading={isLoading}
            onClick={() => void save()}
          >
            {text('keepsake.activity.save')}
          </Button>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <ActivityFilters
            choice={chosen}
            onChange={(change) => setQuery({ ...chosen, ...change, page: '1', pageSize: query.pageSize })}
          />
          {!data && error !== undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
          {!data && error === undefined && (
            <Flex justifyContent="center" padding={11} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
          {data?.data.length === 0 && (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text(isFiltered ? 'keepsake.activity.noneSo' : 'keepsake.activity.none')}
              hasRadius
              shadow="tableShadow"
            />
          )}
          {data && data.data.length > 0 && (
            <div>
              <ActivityTable activities={data.data} showsAddresses={data.meta.showsAll} />
              <Pagination.Root {...data.meta.pagination}>
                <Pagination.PageSize />
                <Pagination.Links />
              </Pagination.Root>
            </div>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

/** Whole days by the reader's own clock: the last one is among them. */
function askedFor({ from, to, ...rest }: ActivityChoice): ListActivity['request'] {
  const left = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
  const at = (day: string, later: number) => {
    const date = new Date(`${day}T00:00:00`);
    date.setDate(date.getDate() + later);
    return date.toISOString();
  };
  return { ...left, ...(from ? { from: at(from, 0) } : {}), ...(to ? { to: at(to, 1) } : {}) };
}
