import type {
  CopyTemplate,
  CreateTemplate,
  DeleteTemplate,
  ListTemplates,
  Template,
  TemplateInput,
  UpdateTemplate,
} from '../../../shared/contracts/templates';
import { keepsakeApi } from './keepsakeApi';

const templatesApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeTemplates: build.query<Template[], void>({
      query: () => '/keepsake/templates',
      transformResponse: (response: ListTemplates['response']) => response.data,
      providesTags: ['KeepsakeTemplate'],
    }),
    createKeepsakeTemplate: build.mutation<Template, TemplateInput>({
      query: (data) => ({ url: '/keepsake/templates', method: 'POST', data: { data } }),
      transformResponse: (response: CreateTemplate['response']) => response.data,
      invalidatesTags: ['KeepsakeTemplate'],
    }),
    updateKeepsakeTemplate: build.mutation<Template, TemplateInput & { documentId: string }>({
      query: ({ documentId, ...data }) => ({
        url: `/keepsake/templates/${documentId}`,
        method: 'PUT',
        data: { data },
      }),
      transformResponse: (response: UpdateTemplate['response']) => response.data,
      invalidatesTags: ['KeepsakeTemplate'],
    }),
    copyKeepsakeTemplate: build.mutation<Template, { documentId: string; name?: string }>({
      query: ({ documentId, ...data }) => ({
        url: `/keepsake/templates/${documentId}/copy`,
        method: 'POST',
        data: { data },
      }),
      transformResponse: (response: CopyTemplate['response']) => response.data,
      invalidatesTags: ['KeepsakeTemplate'],
    }),
    deleteKeepsakeTemplate: build.mutation<DeleteTemplate['response'], string>({
      query: (documentId) => ({ url: `/keepsake/templates/${documentId}`, method: 'DELETE' }),
      invalidatesTags: ['KeepsakeTemplate'],
    }),
  }),
});

export const {
  useKeepsakeTemplatesQuery: useTemplatesQuery,
  useCreateKeepsakeTemplateMutation: useCreateTemplateMutation,
  useUpdateKeepsakeTemplateMutation: useUpdateTemplateMutation,
  useCopyKeepsakeTemplateMutation: useCopyTemplateMutation,
  useDeleteKeepsakeTemplateMutation: useDeleteTemplateMutation,
} = templatesApi;
