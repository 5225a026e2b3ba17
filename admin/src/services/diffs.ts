import type {
  CreateDiff,
  DiffEntry,
  EntryDiff,
  GetDiff,
  GetDiffEntry,
  ListDiffEntries,
  StoredDiff,
} from '../../../shared/contracts/diffs';
import { keepsakeApi } from './keepsakeApi';

type EntriesRequest = ListDiffEntries['request'] & { diffId: string };
export type EntriesFilter = Omit<EntriesRequest, 'page' | 'pageSize'>;
type EntryRequest = GetDiffEntry['request'] & { diffId: string };
type EntriesPage = ListDiffEntries['response'];

const diffsApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    createKeepsakeDiff: build.mutation<StoredDiff, CreateDiff['request']['data']>({
      query: (data) => ({ url: '/keepsake/diffs', method: 'POST', data: { data } }),
      transformResponse: (response: CreateDiff['response']) => response.data,
    }),
    keepsakeDiff: build.query<StoredDiff, string>({
      query: (documentId) => `/keepsake/diffs/${documentId}`,
      transformResponse: (response: GetDiff['response']) => response.data,
    }),
    keepsakeDiffEntries: build.query<EntriesPage, EntriesRequest>({
      query: ({ diffId, ...params }) => ({ url: `/keepsake/diffs/${diffId}/entries`, config: { params } }),
    }),
    keepsakeDiffEntry: build.query<EntryDiff, EntryRequest>({
      query: ({ diffId, ...params }) => ({ url: `/keepsake/diffs/${diffId}/entry`, config: { params } }),
      transformResponse: (response: GetDiffEntry['response']) => response.data,
    }),
  }),
});

/** Entries are asked for in pages of so many. */
export const ENTRIES_A_PAGE = 50;

/** One record of an entry that differs. */
export type DiffRecord = DiffEntry['records'][number];

export const {
  useCreateKeepsakeDiffMutation: useCreateDiffMutation,
  useKeepsakeDiffQuery: useDiffQuery,
  useKeepsakeDiffEntriesQuery: useDiffEntriesQuery,
  useLazyKeepsakeDiffEntriesQuery: useLazyDiffEntriesQuery,
  useKeepsakeDiffEntryQuery: useDiffEntryQuery,
  useLazyKeepsakeDiffEntryQuery: useLazyDiffEntryQuery,
} = diffsApi;
