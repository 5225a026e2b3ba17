import type {
  GetHistoryEntry,
  ListDeleted,
  ListHistory,
  RestoreDeleted,
  RestoreEntry,
} from '../../../shared/contracts/history';
import type { Job } from '../../../shared/contracts/jobs';
import { keepsakeApi } from './keepsakeApi';

const historyApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeHistory: build.query<ListHistory['response'], ListHistory['request']>({
      query: (params) => ({ url: '/keepsake/history', config: { params } }),
      // What was saved since makes another snapshot the one that is live.
      providesTags: ['KeepsakeVersion', 'Document'],
    }),
    keepsakeHistoryEntry: build.query<GetHistoryEntry['response']['data'], GetHistoryEntry['request']>({
      query: (params) => ({ url: '/keepsake/history/entry', config: { params } }),
      transformResponse: (response: GetHistoryEntry['response']) => response.data,
      providesTags: ['Document'],
    }),
    restoreKeepsakeEntry: build.mutation<Job, RestoreEntry['request']['data']>({
      query: (data) => ({ url: '/keepsake/history/restore', method: 'POST', data: { data } }),
      transformResponse: (response: RestoreEntry['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
    keepsakeDeleted: build.query<ListDeleted['response'], ListDeleted['request']>({
      query: (params) => ({ url: '/keepsake/deleted', config: { params } }),
      providesTags: ['KeepsakeVersion', 'Document'],
    }),
    restoreKeepsakeDeleted: build.mutation<Job, RestoreDeleted['request']['data']>({
      query: (data) => ({ url: '/keepsake/deleted/restore', method: 'POST', data: { data } }),
      transformResponse: (response: RestoreDeleted['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
  }),
});

export const {
  useKeepsakeHistoryQuery: useHistoryQuery,
  useKeepsakeHistoryEntryQuery: useHistoryEntryQuery,
  useRestoreKeepsakeEntryMutation: useRestoreEntryMutation,
  useKeepsakeDeletedQuery: useDeletedQuery,
  useRestoreKeepsakeDeletedMutation: useRestoreDeletedMutation,
} = historyApi;
