import type { GetStatus } from '../../../shared/contracts/backups';
import { keepsakeApi } from './keepsakeApi';

/** How soon a page notices a job that someone else started, in milliseconds. */
export const STATUS_POLL_MS = 5000;

const statusApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeStatus: build.query<GetStatus['response']['data'], void>({
      query: () => '/keepsake/status',
      transformResponse: (response: GetStatus['response']) => response.data,
      providesTags: ['KeepsakeStatus'],
    }),
  }),
});

export const { useKeepsakeStatusQuery: useStatusQuery } = statusApi;
