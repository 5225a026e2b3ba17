import { EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Pagination, useQueryParams } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import type { VersionOrigin } from '../../../../shared/contracts/versions';
import { useText } from '../../hooks/useText';
import { useVersionsQuery } from '../../services/versions';
import { LoadFailure } from '../LoadFailure';
import { VersionFilters, type VersionFilter } from './VersionFilters';
import { VersionTable } from './VersionTable';

interface VersionQuery extends VersionFilter {
  page: string;
  pageSize: string;
}

const ORIGINS: VersionOrigin[] = ['manual', 'auto'];

/** A page of versions, or what there is instead: loading, failure, nothing yet, nothing like that. */
export function VersionList({ emptyAction }: { emptyAction: ReactNode }) {
  const text = useText();
  const [{ query }, setQuery] = useQueryParams<VersionQuery>({ page: '1', pageSize: '10' });
  const { search, origin } = query;
  const { data, error, refetch } = useVersionsQuery(
    {
      search: search || undefined,
      origin: ORIGINS.find((known) => known === origin),
      page: Number(query.page) || 1,
      pageSize: Number(query.pageSize) || 10,
    },
    { refetchOnMountOrArgChange: true },
  );
  const isFiltered = Boolean(search || origin);

  if (!data) {
    if (error) return <LoadFailure error={error} onRetry={refetch} />;
    return (
      <Flex justifyContent="center" padding={11} aria-busy>
        <Loader>{text('keepsake.loading')}</Loader>
      </Flex>
    );
  }
  const isEmpty = data.meta.pagination.total === 0;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {(!isEmpty || isFiltered) && (
        <VersionFilters
          filter={{ search, origin }}
          onChange={(change) => setQuery({ pageSize: query.pageSize, page: '1', search, origin, ...change })}
        />
      )}
      {isEmpty ? (
        <EmptyStateLayout
          icon={<EmptyDocuments width="16rem" />}
          content={text(isFiltered ? 'keepsake.version.noneSo' : 'keepsake.version.none')}
          action={!isFiltered && emptyAction}
          hasRadius
          shadow="tableShadow"
        />
      ) : (
        <div>
          <VersionTable versions={data.data} />
          <Pagination.Root {...data.meta.pagination}>
            <Pagination.PageSize />
            <Pagination.Links />
          </Pagination.Root>
        </div>
      )}
    </Flex>
  );
}
