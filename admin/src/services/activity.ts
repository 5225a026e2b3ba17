import type { ActivityFilter, ListActivity } from '../../../shared/contracts/activity';
import { keepsakeApi } from './keepsakeApi';

const activityApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeActivity: build.query<ListActivity['response'], ListActivity['request']>({
      query: (params) => ({ url: '/keepsake/activity', config: { params } }),
      providesTags: ['KeepsakeStatus', 'KeepsakeBackup'],
    }),
    keepsakeActivityFile: build.mutation<string, ActivityFilter>({
      query: (params) => ({
        url: '/keepsake/activity/file',
        method: 'GET',
        config: { params, responseType: 'text' },
      }),
    }),
  }),
});

export const {
  useKeepsakeActivityQuery: useActivityQuery,
  useKeepsakeActivityFileMutation: useActivityFileMutation,
} = activityApi;
