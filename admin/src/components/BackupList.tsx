import { Flex, Loader } from '@strapi/design-system';
import { Pagination, useQueryParams } from '@strapi/strapi/admin';
import { useEffect, type ReactNode } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { useBackupsQuery } from '../services/backups';
import { BackupTable } from './BackupTable';
import { LoadFailure } from './LoadFailure';
import { NoBackups } from './NoBackups';

interface BackupListProps {
  isBusy: boolean;
  emptyAction: ReactNode;
  onJobStarted: (job: Job) => void;
}

interface PageQuery {
  page: string;
  pageSize: string;
}

/** A page of backups, or what there is instead: loading, failure, nothing yet. */
export function BackupList({ isBusy, emptyAction, onJobStarted }: BackupListProps) {
  const text = useText();
  const [{ query }, setQuery] = useQueryParams<PageQuery>({ page: '1', pageSize: '10' });
  const page = Number(query?.page) || 1;
  const pageSize = Number(query?.pageSize) || 10;
  const { data, error, refetch } = useBackupsQuery({ page, pageSize }, { refetchOnMountOrArgChange: true });
  const lastPage = data?.meta.pagination.pageCount ?? page;

  useEffect(() => {
    // The last backup of the last page has been deleted.
    if (lastPage > 0 && page > lastPage) setQuery({ page: String(lastPage), pageSize: String(pageSize) });
  }, [lastPage, page, pageSize, setQuery]);

  if (!data) {
    if (error) return <LoadFailure error={error} onRetry={refetch} />;
    return (
      <Flex justifyContent="center" padding={11} aria-busy>
        <Loader>{text('keepsake.loading')}</Loader>
      </Flex>
    );
  }
  if (data.meta.pagination.total === 0) return <NoBackups action={!isBusy && emptyAction} />;
  return (
    <div>
      <BackupTable backups={data.data} isBusy={isBusy} onJobStarted={onJobStarted} />
      <Pagination.Root {...data.meta.pagination}>
        <Pagination.PageSize />
        <Pagination.Links />
      </Pagination.Root>
    </div>
  );
}
