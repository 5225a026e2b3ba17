import type { Job } from '../../../shared/contracts/jobs';
import type { PreviewRetention, RetentionTrial } from '../../../shared/contracts/retention';
import type {
  CreateSchedule,
  DeleteSchedule,
  ListSchedules,
  PreviewSchedule,
  RunSchedule,
  Schedule,
  UpdateSchedule,
} from '../../../shared/contracts/schedules';
import { keepsakeApi } from './keepsakeApi';

type ScheduleChange = { documentId: string; change: UpdateSchedule['request']['data'] };

const schedulesApi = keepsakeApi.enhanceEndpoints({ addTagTypes: ['KeepsakeSchedule'] }).injectEndpoints({
  endpoints: (build) => ({
    keepsakeSchedules: build.query<Schedule[], void>({
      query: () => '/keepsake/schedules',
      transformResponse: (response: ListSchedules['response']) => response.data,
      providesTags: ['KeepsakeSchedule'],
    }),
    previewKeepsakeSchedule: build.query<
      PreviewSchedule['response']['data'],
      PreviewSchedule['request']['data']
    >({
      query: (data) => ({ url: '/keepsake/schedules/preview', method: 'POST', data: { data } }),
      transformResponse: (response: PreviewSchedule['response']) => response.data,
    }),
    createKeepsakeSchedule: build.mutation<Schedule, CreateSchedule['request']['data']>({
      query: (data) => ({ url: '/keepsake/schedules', method: 'POST', data: { data } }),
      transformResponse: (response: CreateSchedule['response']) => response.data,
      invalidatesTags: ['KeepsakeSchedule'],
    }),
    updateKeepsakeSchedule: build.mutation<Schedule, ScheduleChange>({
      query: ({ documentId, change }) => ({
        url: `/keepsake/schedules/${documentId}`,
        method: 'PUT',
        data: { data: change },
      }),
      transformResponse: (response: { data: Schedule }) => response.data,
      invalidatesTags: ['KeepsakeSchedule'],
    }),
    deleteKeepsakeSchedule: build.mutation<DeleteSchedule['response'], string>({
      query: (documentId) => ({ url: `/keepsake/schedules/${documentId}`, method: 'DELETE' }),
      invalidatesTags: ['KeepsakeSchedule'],
    }),
    runKeepsakeSchedule: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/schedules/${documentId}/run`, method: 'POST' }),
      transformResponse: (response: RunSchedule['response']) => response.data,
      invalidatesTags: ['KeepsakeSchedule', 'KeepsakeBackup', 'KeepsakeStatus'],
    }),
    previewKeepsakeRetention: build.query<PreviewRetention['response']['data'], { policy?: RetentionTrial }>({
      query: (data) => ({ url: '/keepsake/retention/preview', method: 'POST', data: { data } }),
      transformResponse: (response: PreviewRetention['response']) => response.data,
      providesTags: ['KeepsakeBackup', 'KeepsakeSchedule'],
    }),
  }),
});

export const {
  useKeepsakeSchedulesQuery: useSchedulesQuery,
  usePreviewKeepsakeScheduleQuery: usePreviewScheduleQuery,
  useCreateKeepsakeScheduleMutation: useCreateScheduleMutation,
  useUpdateKeepsakeScheduleMutation: useUpdateScheduleMutation,
  useDeleteKeepsakeScheduleMutation: useDeleteScheduleMutation,
  useRunKeepsakeScheduleMutation: useRunScheduleMutation,
  usePreviewKeepsakeRetentionQuery: usePreviewRetentionQuery,
} = schedulesApi;
