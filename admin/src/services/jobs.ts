import type {
  CancelJob,
  GetJob,
  GetJobLog,
  Job,
  JobLogLine,
  ListJobs,
  ResumeJob,
  RetryJob,
} from '../../../shared/contracts/jobs';
import { isFinished } from './isFinished';
import { keepsakeApi } from './keepsakeApi';

const CHANGED_BY_ANY_JOB = [
  'KeepsakeBackup',
  'KeepsakeExport',
  'KeepsakeStatus',
  'KeepsakeStorage',
  'KeepsakeVersion',
] as const;
const CHANGED_BY_A_RESTORE = [...CHANGED_BY_ANY_JOB, 'Document', 'Relations'] as const;

/**
 * Ends of jobs that what they changed was already loaded again for. A form that loads again asks for its job again, whose
 * answer would have it load again, for ever.
 */
const toldEnds = new Set<string>();

const jobsApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeJobs: build.query<ListJobs['response'], ListJobs['request']>({
      query: (params) => ({ url: '/keepsake/jobs', config: { params } }),
      providesTags: [{ type: 'KeepsakeJob', id: 'LIST' }],
    }),
    keepsakeJob: build.query<Job, string>({
      query: (documentId) => `/keepsake/jobs/${documentId}`,
      transformResponse: (response: GetJob['response']) => response.data,
      async onQueryStarted(_documentId, { dispatch, queryFulfilled }) {
        const answer = await queryFulfilled.catch(() => null);
        if (!answer || !isFinished(answer.data)) return;
        const { documentId, finishedAt } = answer.data;
        const end = `${documentId} ${finishedAt}`;
        if (toldEnds.has(end)) return;
        toldEnds.add(end);
        const changed = answer.data.type === 'restore' ? CHANGED_BY_A_RESTORE : CHANGED_BY_ANY_JOB;
        dispatch(keepsakeApi.util.invalidateTags([...changed]));
      },
    }),
    keepsakeJobLog: build.query<JobLogLine[], string>({
      query: (documentId) => `/keepsake/jobs/${documentId}/log`,
      transformResponse: (response: GetJobLog['response']) => response.data,
      providesTags: (_result, _error, documentId) => [{ type: 'KeepsakeJob', id: `log ${documentId}` }],
    }),
    cancelKeepsakeJob: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/jobs/${documentId}/cancel`, method: 'POST' }),
      transformResponse: (response: CancelJob['response']) => response.data,
      invalidatesTags: ['KeepsakeJob', 'KeepsakeStatus'],
    }),
    retryKeepsakeJob: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/jobs/${documentId}/retry`, method: 'POST' }),
      transformResponse: (response: RetryJob['response']) => response.data,
      invalidatesTags: ['KeepsakeJob', 'KeepsakeStatus'],
    }),
    resumeKeepsakeJob: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/jobs/${documentId}/resume`, method: 'POST' }),
      transformResponse: (response: ResumeJob['response']) => response.data,
      invalidatesTags: ['KeepsakeJob', 'KeepsakeStatus'],
    }),
  }),
});

export const jobQuery = jobsApi.endpoints.keepsakeJob;
export const {
  useCancelKeepsakeJobMutation: useCancelJobMutation,
  useRetryKeepsakeJobMutation: useRetryJobMutation,
  useResumeKeepsakeJobMutation: useResumeJobMutation,
  useKeepsakeJobsQuery: useJobsQuery,
  useKeepsakeJobLogQuery: useJobLogQuery,
} = jobsApi;
