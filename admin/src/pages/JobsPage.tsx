import { EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page, Pagination, useQueryParams } from '@strapi/strapi/admin';
import { useState } from 'react';
import { JobDialog } from '../components/JobDialog';
import { JobFilters } from '../components/JobFilters';
import type { JobFilter } from '../components/JobFilters';
import { JobTable } from '../components/JobTable';
import { LoadFailure } from '../components/LoadFailure';
import { useJobList } from '../hooks/useJobList';
import { useText } from '../hooks/useText';
import type { ListJobs } from '../../../shared/contracts/jobs';

interface JobsQuery extends JobFilter {
  page: string;
  pageSize: string;
}

/** Everything that was ever under way, live: what runs, what waits, how the rest ended. */
export function JobsPage() {
  const text = useText();
  const [{ query }, setQuery] = useQueryParams<JobsQuery>({ page: '1', pageSize: '10' });
  const { state, type, project } = query;
  const { jobs, pagination, error, refetch } = useJobList({
    state: state as ListJobs['request']['state'],
    type,
    project,
    page: Number(query.page) || 1,
    pageSize: Number(query.pageSize) || 10,
  });
  const [openId, setOpenId] = useState<string | null>(null);
  const isFiltered = Boolean(state || type || project);

  const choose = (change: JobFilter) => {
    const chosen: JobFilter = { state, type, project, ...change };
    const left = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
    setQuery({ pageSize: query.pageSize, page: '1', ...emptied(chosen), ...left });
  };

  return (
    <Page.Main>
      <Page.Title>{text('keepsake.jobs.title')}</Page.Title>
      <Layouts.Header title={text('keepsake.jobs.title')} subtitle={text('keepsake.jobs.subtitle')} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <JobFilters
            filter={{ state, type, project }}
            projects={(jobs ?? []).map((job) => job.project)}
            onChange={choose}
          />
          {!jobs && error !== undefined && <LoadFailure error={error} onRetry={refetch} />}
          {!jobs && error === undefined && (
            <Flex justifyContent="center" padding={11} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
          {jobs?.length === 0 && (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text(isFiltered ? 'keepsake.jobs.noneSo' : 'keepsake.jobs.none')}
              hasRadius
              shadow="tableShadow"
            />
          )}
          {jobs && jobs.length > 0 && (
            <div>
              <JobTable jobs={jobs} onOpen={({ documentId }) => setOpenId(documentId)} />
              <Pagination.Root {...(pagination ?? undefined)}>
                <Pagination.PageSize />
                <Pagination.Links />
              </Pagination.Root>
            </div>
          )}
        </Flex>
      </Layouts.Content>
      <JobDialog
        job={jobs?.find(({ documentId }) => documentId === openId) ?? null}
        onClose={() => setOpenId(null)}
      />
    </Page.Main>
  );
}

/** What is left out of the address is kept as it was, so what is not chosen is said. */
function emptied(filter: JobFilter): Record<string, undefined> {
  return Object.fromEntries(Object.keys(filter).map((name) => [name, undefined]));
}
