import type { CancelJob, GetJob, Job } from '../../../shared/contracts/jobs';
import { isFinished } from './isFinished';
import { keepsakeApi } from './keepsakeApi';

const CHANGED_BY_ANY_JOB = ['KeepsakeBackup', 'KeepsakeStatus'] as const;
const CHANGED_BY_A_RESTORE = [...CHANGED_BY_ANY_JOB, 'Document', 'Relations'] as const;

const jobsApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeJob: build.query<Job, string>({
      query: (documentId) => `/keepsake/jobs/${documentId}`,
      transformResponse: (response: GetJob['response']) => response.data,
      async onQueryStarted(_documentId, { dispatch, queryFulfilled }) {
        const answer = await queryFulfilled.catch(() => null);
        if (!answer || !isFinished(answer.data)) return;
        const changed = answer.data.type === 'restore' ? CHANGED_BY_A_RESTORE : CHANGED_BY_ANY_JOB;
        dispatch(keepsakeApi.util.invalidateTags([...changed]));
      },
    }),
    cancelKeepsakeJob: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/jobs/${documentId}/cancel`, method: 'POST' }),
      transformResponse: (response: CancelJob['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
  }),
});

export const jobQuery = jobsApi.endpoints.keepsakeJob;
export const { useCancelKeepsakeJobMutation: useCancelJobMutation } = jobsApi;
