import { useFetchClient } from '@strapi/strapi/admin';
import { useState } from 'react';
import { showsAll, type ListQuery } from '../services/listQuery';

interface ListPage {
  results: { documentId: string }[];
  pagination: { pageCount: number; total: number };
}

const PAGE_SIZE = 500;
/** What an export takes as a list. */
const MOST = 10_000;

/**
 * The documents that a list of the content manager shows, on all of its pages: asked of the content manager itself, so
 * that filters, search, status and rights mean just what they mean there. An empty list where it shows all there are.
 */
export function useListedDocuments() {
  const { get } = useFetchClient();
  const [isFinding, setFinding] = useState(false);

  const read = async (model: string, { filters, search, locale }: ListQuery) => {
    const documentIds: string[] = [];
    for (let page = 1; ; page += 1) {
      const params = {
        page,
        pageSize: PAGE_SIZE,
        ...(filters ? { filters } : {}),
        ...(search ? { _q: search } : {}),
        ...(locale ? { locale } : {}),
      };
      const { data } = await get<ListPage>(`/content-manager/collection-types/${model}`, { params });
      if (data.pagination.total === 0) return 'none';
      if (data.pagination.total > MOST) return 'tooMany';
      documentIds.push(...data.results.map(({ documentId }) => documentId));
      if (page >= data.pagination.pageCount) return documentIds;
    }
  };

  const find = async (model: string, list: ListQuery): Promise<string[] | 'none' | 'tooMany'> => {
    if (showsAll(list)) return [];
    setFinding(true);
    try {
      return await read(model, list);
    } finally {
      setFinding(false);
    }
  };

  return { find, isFinding };
}
