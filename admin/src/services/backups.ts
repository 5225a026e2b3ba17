import type {
  Backup,
  BackupDetails,
  ChangeBackup,
  CreateBackup,
  DeleteBackup,
  GetBackup,
  ListBackups,
  VerifyBackup,
} from '../../../shared/contracts/backups';
import type { CreateTicket } from '../../../shared/contracts/downloads';
import type { DrillBackup } from '../../../shared/contracts/drills';
import type { Job } from '../../../shared/contracts/jobs';
import { keepsakeApi } from './keepsakeApi';

type TicketRequest = CreateTicket['request']['data'] & { documentId: string };

type BackupChange = ChangeBackup['request']['data'] & { documentId: string };

const backupsApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeBackups: build.query<ListBackups['response'], ListBackups['request']>({
      query: (params) => ({ url: '/keepsake/backups', config: { params } }),
      providesTags: [{ type: 'KeepsakeBackup', id: 'LIST' }],
    }),
    keepsakeBackup: build.query<BackupDetails, string>({
      query: (documentId) => `/keepsake/backups/${documentId}`,
      transformResponse: (response: GetBackup['response']) => response.data,
      providesTags: (_result, _error, documentId) => [{ type: 'KeepsakeBackup', id: documentId }],
    }),
    createKeepsakeBackup: build.mutation<Job, CreateBackup['request']['data']>({
      query: (data) => ({ url: '/keepsake/backups', method: 'POST', data: { data } }),
      transformResponse: (response: CreateBackup['response']) => response.data,
      invalidatesTags: ['KeepsakeBackup', 'KeepsakeStatus'],
    }),
    verifyKeepsakeBackup: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/backups/${documentId}/verify`, method: 'POST' }),
      transformResponse: (response: VerifyBackup['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
    drillKeepsakeBackup: build.mutation<Job, string>({
      query: (documentId) => ({ url: `/keepsake/backups/${documentId}/drill`, method: 'POST' }),
      transformResponse: (response: DrillBackup['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
    ticketForKeepsakeBackup: build.mutation<CreateTicket['response']['data'], TicketRequest>({
      query: ({ documentId, ...data }) => ({
        url: `/keepsake/backups/${documentId}/ticket`,
        method: 'POST',
        data: { data } satisfies CreateTicket['request'],
      }),
      transformResponse: (response: CreateTicket['response']) => response.data,
    }),
    changeKeepsakeBackup: build.mutation<Backup, BackupChange>({
      query: ({ documentId, ...data }) => ({
        url: `/keepsake/backups/${documentId}`,
        method: 'PUT',
        data: { data } satisfies ChangeBackup['request'],
      }),
      transformResponse: (response: ChangeBackup['response']) => response.data,
      invalidatesTags: ['KeepsakeBackup'],
    }),
    deleteKeepsakeBackup: build.mutation<DeleteBackup['response'], string>({
      query: (documentId) => ({ url: `/keepsake/backups/${documentId}`, method: 'DELETE' }),
      // The deleted backup's own entry is left alone: its page is still open and would ask for it again.
      invalidatesTags: (_result, error) =>
        error ? [] : [{ type: 'KeepsakeBackup', id: 'LIST' }, 'KeepsakeStatus', 'KeepsakeStorage'],
    }),
  }),
});

export const {
  useKeepsakeBackupsQuery: useBackupsQuery,
  useKeepsakeBackupQuery: useBackupQuery,
  useCreateKeepsakeBackupMutation: useCreateBackupMutation,
  useVerifyKeepsakeBackupMutation: useVerifyBackupMutation,
  useDrillKeepsakeBackupMutation: useDrillBackupMutation,
  useTicketForKeepsakeBackupMutation: useTicketMutation,
  useChangeKeepsakeBackupMutation: useChangeBackupMutation,
  useDeleteKeepsakeBackupMutation: useDeleteBackupMutation,
} = backupsApi;
