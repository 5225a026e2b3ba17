import type { GetStorageUsage, StorageUsage } from '../../../shared/contracts/analytics';
import type { Job } from '../../../shared/contracts/jobs';
import type { Recovered, RecoverStorage } from '../../../shared/contracts/recovery';
import type { ResumeSchedules } from '../../../shared/contracts/schedules';
import type {
  CheckStorage,
  CompactStorage,
  GetRecoveryKit,
  GetStorage,
  RotateKeys,
  StorageDetails,
  StoragePlace,
  VerifyStorage,
} from '../../../shared/contracts/storage';
import { keepsakeApi } from './keepsakeApi';

type Kit = GetRecoveryKit['response']['data'];
type Options<Contract extends { request: { data?: unknown } }> = NonNullable<Contract['request']['data']>;

const storageApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeStorage: build.query<StorageDetails, void>({
      query: () => '/keepsake/storage',
      transformResponse: (response: GetStorage['response']) => response.data,
      providesTags: ['KeepsakeStorage'],
    }),
    keepsakeStorageUsage: build.query<StorageUsage, StoragePlace>({
      query: (storage) => ({ url: '/keepsake/storage/usage', config: { params: { storage } } }),
      transformResponse: (response: GetStorageUsage['response']) => response.data,
      providesTags: ['KeepsakeStorage', 'KeepsakeBackup'],
    }),
    checkKeepsakeStorage: build.mutation<CheckStorage['response']['data'], void>({
      query: () => ({ url: '/keepsake/storage/check', method: 'POST' }),
      transformResponse: (response: CheckStorage['response']) => response.data,
    }),
    recoverKeepsakeStorage: build.mutation<Recovered, Options<RecoverStorage>>({
      query: (data) => ({ url: '/keepsake/storage/recover', method: 'POST', data: { data } }),
      transformResponse: (response: RecoverStorage['response']) => response.data,
      invalidatesTags: ['KeepsakeBackup', 'KeepsakeStatus', 'KeepsakeStorage'],
    }),
    resumeKeepsakeSchedules: build.mutation<ResumeSchedules['response']['data'], void>({
      query: () => ({ url: '/keepsake/schedules/resume', method: 'POST' }),
      transformResponse: (response: ResumeSchedules['response']) => response.data,
    }),
    rotateKeepsakeKeys: build.mutation<Job, Options<RotateKeys>>({
      query: (data) => ({ url: '/keepsake/storage/keys', method: 'POST', data: { data } }),
      transformResponse: (response: RotateKeys['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
    compactKeepsakeStorage: build.mutation<Job, Options<CompactStorage>>({
      query: (data) => ({ url: '/keepsake/storage/compact', method: 'POST', data: { data } }),
      transformResponse: (response: CompactStorage['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
    verifyKeepsakeStorage: build.mutation<Job, Options<VerifyStorage>>({
      query: (data) => ({ url: '/keepsake/storage/verify', method: 'POST', data: { data } }),
      transformResponse: (response: VerifyStorage['response']) => response.data,
      invalidatesTags: ['KeepsakeStatus'],
    }),
    keepsakeRecoveryKit: build.query<Kit, void>({
      query: () => '/keepsake/storage/kit',
      transformResponse: (response: GetRecoveryKit['response']) => response.data,
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useKeepsakeStorageQuery: useStorageQuery,
  useKeepsakeStorageUsageQuery: useStorageUsageQuery,
  useCheckKeepsakeStorageMutation: useCheckStorageMutation,
  useRecoverKeepsakeStorageMutation: useRecoverStorageMutation,
  useResumeKeepsakeSchedulesMutation: useResumeSchedulesMutation,
  useRotateKeepsakeKeysMutation: useRotateKeysMutation,
  useCompactKeepsakeStorageMutation: useCompactStorageMutation,
  useVerifyKeepsakeStorageMutation: useVerifyStorageMutation,
  useLazyKeepsakeRecoveryKitQuery: useLazyRecoveryKitQuery,
} = storageApi;
