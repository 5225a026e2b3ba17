import type { Job } from '../../../shared/contracts/jobs';
import type {
  CreateVersion,
  DeleteVersion,
  GetVersion,
  ListVersions,
  UpdateVersion,
  Version,
  VersionDetails,
} from '../../../shared/contracts/versions';
import { keepsakeApi } from './keepsakeApi';

type Update = UpdateVersion['request']['data'] & { documentId: string };

const versionsApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeVersions: build.query<ListVersions['response'], ListVersions['request']>({
      query: (params) => ({ url: '/keepsake/versions', config: { params } }),
      providesTags: [{ type: 'KeepsakeVersion', id: 'LIST' }],
    }),
    keepsakeVersion: build.query<VersionDetails, string>({
      query: (documentId) => `/keepsake/versions/${documentId}`,
      transformResponse: (response: GetVersion['response']) => response.data,
      providesTags: (_result, _error, documentId) => [{ type: 'KeepsakeVersion', id: documentId }],
    }),
    createKeepsakeVersion: build.mutation<Job, CreateVersion['request']['data']>({
      query: (data) => ({ url: '/keepsake/versions', method: 'POST', data: { data } }),
      transformResponse: (response: CreateVersion['response']) => response.data,
      invalidatesTags: ['KeepsakeVersion', 'KeepsakeStatus'],
    }),
    updateKeepsakeVersion: build.mutation<Version, Update>({
      // Strapi's client knows no PATCH.
      query: ({ documentId, ...data }) => ({
        url: `/keepsake/versions/${documentId}`,
        method: 'PUT',
        data: { data } satisfies UpdateVersion['request'],
      }),
      transformResponse: (response: UpdateVersion['response']) => response.data,
      invalidatesTags: ['KeepsakeVersion'],
    }),
    deleteKeepsakeVersion: build.mutation<DeleteVersion['response'], string>({
      query: (documentId) => ({ url: `/keepsake/versions/${documentId}`, method: 'DELETE' }),
      // As with backups: a page that is open on the deleted one would ask for it again.
      invalidatesTags: (_result, error) =>
        error ? [] : [{ type: 'KeepsakeVersion', id: 'LIST' }, 'KeepsakeStatus', 'KeepsakeStorage'],
    }),
  }),
});

export const {
  useKeepsakeVersionsQuery: useVersionsQuery,
  useKeepsakeVersionQuery: useVersionQuery,
  useCreateKeepsakeVersionMutation: useCreateVersionMutation,
  useUpdateKeepsakeVersionMutation: useUpdateVersionMutation,
  useDeleteKeepsakeVersionMutation: useDeleteVersionMutation,
} = versionsApi;
