import type { GetStatus } from '../../../shared/contracts/backups';
import { keepsakeApi } from './keepsakeApi';

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
