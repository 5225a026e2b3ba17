import type { CheckHealth, GetHealth } from '../../../shared/contracts/health';
import type { ListSchedules, Schedule } from '../../../shared/contracts/schedules';
import { keepsakeApi } from './keepsakeApi';

type HealthAnswer = GetHealth['response']['data'];

const healthApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeHealth: build.query<HealthAnswer, void>({
      query: () => '/keepsake/health',
      transformResponse: (response: GetHealth['response']) => response.data,
      // What is found depends on backups and jobs as much as on when it was looked.
      providesTags: ['KeepsakeStatus', 'KeepsakeBackup'],
    }),
    keepsakeNextRuns: build.query<Schedule[], void>({
      query: () => '/keepsake/schedules',
      transformResponse: (response: ListSchedules['response']) => response.data,
      providesTags: ['KeepsakeStatus'],
    }),
    checkKeepsakeHealth: build.mutation<HealthAnswer, void>({
      query: () => ({ url: '/keepsake/health', method: 'POST' }),
      transformResponse: (response: CheckHealth['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
  }),
});

export const {
  useKeepsakeHealthQuery: useHealthQuery,
  useKeepsakeNextRunsQuery: useNextRunsQuery,
  useCheckKeepsakeHealthMutation: useCheckHealthMutation,
} = healthApi;
