import type { Job } from '../../../shared/contracts/jobs';
import type {
  PlanRestore,
  RestorePlan,
  RestoreSelection,
  StartRestore,
} from '../../../shared/contracts/restores';
import { keepsakeApi } from './keepsakeApi';

interface PlanRequest {
  backupId: string;
  selection: RestoreSelection;
}

interface StartRequest extends PlanRequest {
  fingerprint: string;
  emitEvents: boolean;
}

const restoresApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    planKeepsakeRestore: build.mutation<RestorePlan, PlanRequest>({
      query: ({ backupId, selection }) => ({
        url: `/keepsake/backups/${backupId}/plan`,
        method: 'POST',
        data: { data: selection } satisfies PlanRestore['request'],
      }),
      transformResponse: (response: PlanRestore['response']) => response.data,
    }),
    startKeepsakeRestore: build.mutation<Job, StartRequest>({
      query: ({ backupId, selection, fingerprint, emitEvents }) => ({
        url: `/keepsake/backups/${backupId}/restore`,
        method: 'POST',
        data: { data: { ...selection, fingerprint, emitEvents } } satisfies StartRestore['request'],
      }),
      transformResponse: (response: StartRestore['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
  }),
});

export const {
  usePlanKeepsakeRestoreMutation: usePlanRestoreMutation,
  useStartKeepsakeRestoreMutation: useStartRestoreMutation,
} = restoresApi;
