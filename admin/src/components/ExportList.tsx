import { EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Pagination, useQueryParams } from '@strapi/strapi/admin';
import { useEffect, type ReactNode } from 'react';
import { useExportList } from '../hooks/useExportList';
import { useText } from '../hooks/useText';
import { ExportTable } from './ExportTable';
import { LoadFailure } from './LoadFailure';

interface PageQuery {
  page: string;
  pageSize: string;
}

/** A page of exports, or what there is instead: loading, failure, nothing yet. */
export function ExportList({ emptyAction, project }: { emptyAction: ReactNode; project?: string }) {
  const text = useText();
  const [{ query }, setQuery] = useQueryParams<PageQuery>({ page: '1', pageSize: '10' });
  const page = Number(query?.page) || 1;
  const pageSize = Number(query?.pageSize) || 10;
  const { exports, pagination, error, refetch } = useExportList({
    page,
    pageSize,
    ...(project ? { project } : {}),
  });
  const lastPage = pagination?.pageCount ?? page;

  useEffect(() => {
    // The last export of the last page has been deleted.
    if (lastPage > 0 && page > lastPage) setQuery({ page: String(lastPage), pageSize: String(pageSize) });
  }, [lastPage, page, pageSize, setQuery]);

  if (!exports) {
    if (error) return <LoadFailure error={error} onRetry={refetch} />;
    return (
      <Flex justifyContent="center" padding={11} aria-busy>
        <Loader>{text('keepsake.loading')}</Loader>
      </Flex>
    );
  }
  if (pagination?.total === 0) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" />}
        content={text('keepsake.exports.none')}
        action={emptyAction}
        hasRadius
        shadow="tableShadow"
      />
    );
  }
  return (
    <div>
      <ExportTable exports={exports} />
      <Pagination.Root {...(pagination ?? undefined)}>
        <Pagination.PageSize />
        <Pagination.Links />
      </Pagination.Root>
    </div>
  );
}
