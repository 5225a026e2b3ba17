import type {
  CreateDiff,
  CreateDiffTicket,
  DerivedDiff,
  EntryDiff,
  GetDiff,
  GetDiffEntry,
  GetDiffInverse,
  ListDiffEntries,
  StoredDiff,
} from '../../../shared/contracts/diffs';
import { keepsakeApi } from './keepsakeApi';

type EntriesRequest = ListDiffEntries['request'] & { diffId: string };
export type EntriesFilter = Omit<EntriesRequest, 'page' | 'pageSize'>;
export type EntryRequest = GetDiffEntry['request'] & { diffId: string };
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
    keepsakeDiffInverse: build.query<DerivedDiff[], EntryRequest>({
      query: ({ diffId, ...params }) => ({ url: `/keepsake/diffs/${diffId}/inverse`, config: { params } }),
      transformResponse: (response: GetDiffInverse['response']) => response.data,
    }),
    ticketForKeepsakeDiff: build.mutation<CreateDiffTicket['response']['data'], string>({
      query: (documentId) => ({ url: `/keepsake/diffs/${documentId}/ticket`, method: 'POST' }),
      transformResponse: (response: CreateDiffTicket['response']) => response.data,
    }),
  }),
});

/** Entries are asked for in pages of so many. */
export const ENTRIES_A_PAGE = 50;

export const {
  useCreateKeepsakeDiffMutation: useCreateDiffMutation,
  useKeepsakeDiffQuery: useDiffQuery,
  useKeepsakeDiffEntriesQuery: useDiffEntriesQuery,
  useLazyKeepsakeDiffEntriesQuery: useLazyDiffEntriesQuery,
  useKeepsakeDiffEntryQuery: useDiffEntryQuery,
  useKeepsakeDiffInverseQuery: useDiffInverseQuery,
  useTicketForKeepsakeDiffMutation: useDiffTicketMutation,
} = diffsApi;
