import { EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Pagination, useQueryParams } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { DeletedEntry } from '../../../../shared/contracts/history';
import { useJob } from '../../hooks/useJob';
import { useText } from '../../hooks/useText';
import { useDeletedQuery } from '../../services/history';
import { isFinished } from '../../services/isFinished';
import { Banner } from '../Banner';
import { JobProgressCard } from '../JobProgressCard';
import { LoadFailure } from '../LoadFailure';
import { RestoreResult } from '../RestoreResult';
import { BringBackDialog } from './BringBackDialog';
import { DeletedFilters } from './DeletedFilters';
import { DeletedTable } from './DeletedTable';

interface DeletedQuery {
  page: string;
  pageSize: string;
  search?: string;
  type?: string;
  /** The job that brings entries back: in the address, so that a reload finds it again. */
  job?: string;
}

/** list → (confirmed) job under way → result above the list, which then lacks what came back. */
export function DeletedView() {
  const text = useText();
  const [{ query }, setQuery] = useQueryParams<DeletedQuery>({ page: '1', pageSize: '20' });
  const { search, type, job: jobId } = query;
  const [chosen, setChosen] = useState<DeletedEntry | null>(null);
  const { job, isUnreachable } = useJob(jobId ?? null);
  const isBusy = job !== null && !isFinished(job);
  const { data, error, refetch } = useDeletedQuery(
    {
      search: search || undefined,
      contentType: type || undefined,
      page: Number(query.page) || 1,
      pageSize: Number(query.pageSize) || 20,
    },
    { refetchOnMountOrArgChange: true, skip: isBusy },
  );
  const isFiltered = Boolean(search || type);
  const change = (changed: Partial<DeletedQuery>) =>
    setQuery({ pageSize: query.pageSize, page: '1', search, type, job: jobId, ...changed });

  return (
    <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
      {isBusy && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
      {job && isFinished(job) && <RestoreResult job={job} source="deleted" />}
      {!data && error && !isBusy && <LoadFailure error={error} onRetry={refetch} />}
      {!data && !error && !isBusy && (
        <Flex justifyContent="center" padding={11} aria-busy>
          <Loader>{text('keepsake.deleted.looking')}</Loader>
        </Flex>
      )}
      {data && (
        <Flex direction="column" alignItems="stretch" gap={4}>
          {data.meta.unreadable.length > 0 && (
            <Banner
              variant="warning"
              title={text('keepsake.history.unreadable', { count: data.meta.unreadable.length })}
            />
          )}
          {(data.meta.types.length > 0 || isFiltered) && (
            <DeletedFilters
              types={data.meta.types}
              search={search ?? ''}
              type={type ?? null}
              onChange={change}
            />
          )}
          {data.data.length === 0 ? (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text(isFiltered ? 'keepsake.deleted.noneSo' : 'keepsake.deleted.none')}
              hasRadius
              shadow="tableShadow"
            />
          ) : (
            <div>
              <DeletedTable entries={data.data} isBusy={isBusy} onBringBack={setChosen} />
              <Pagination.Root {...data.meta.pagination}>
                <Pagination.PageSize />
                <Pagination.Links />
              </Pagination.Root>
            </div>
          )}
        </Flex>
      )}
      {chosen && (
        <BringBackDialog
          entry={chosen}
          onClose={() => setChosen(null)}
          onStarted={({ documentId }) => change({ job: documentId })}
        />
      )}
    </Flex>
  );
}
