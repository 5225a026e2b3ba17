import type {
  CreateExport,
  CreateExportTicket,
  DeleteExport,
  EstimateExport,
  Export,
  ExportChoices,
  ExportEstimate,
  ExportFormatState,
  ExportOptions,
  ExportPreview,
  GetExport,
  ListExportChoices,
  ListExportFormats,
  ListExports,
  PreviewExport,
} from '../../../shared/contracts/exports';
import { keepsakeApi } from './keepsakeApi';

const exportsApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeExports: build.query<ListExports['response'], ListExports['request']>({
      query: (params) => ({ url: '/keepsake/exports', config: { params } }),
      providesTags: [{ type: 'KeepsakeExport', id: 'LIST' }],
    }),
    keepsakeExport: build.query<Export, string>({
      query: (documentId) => `/keepsake/exports/${documentId}`,
      transformResponse: (response: GetExport['response']) => response.data,
      providesTags: (_result, _error, documentId) => [{ type: 'KeepsakeExport', id: documentId }],
    }),
    keepsakeExportFormats: build.query<ExportFormatState[], void>({
      query: () => '/keepsake/exports/formats',
      transformResponse: (response: ListExportFormats['response']) => response.data,
    }),
    keepsakeExportChoices: build.query<ExportChoices, void>({
      query: () => '/keepsake/exports/choices',
      transformResponse: (response: ListExportChoices['response']) => response.data,
    }),
    keepsakeExportEstimate: build.query<ExportEstimate, ExportOptions>({
      query: (data) => ({ url: '/keepsake/exports/estimate', method: 'POST', data: { data } }),
      transformResponse: (response: EstimateExport['response']) => response.data,
      // Content changes meanwhile: what was asked for a form that was left is asked for anew.
      keepUnusedDataFor: 10,
    }),
    keepsakeExportPreview: build.query<ExportPreview, ExportOptions>({
      query: (data) => ({ url: '/keepsake/exports/preview', method: 'POST', data: { data } }),
      transformResponse: (response: PreviewExport['response']) => response.data,
      keepUnusedDataFor: 10,
    }),
    createKeepsakeExport: build.mutation<CreateExport['response']['data'], CreateExport['request']['data']>({
      query: (data) => ({ url: '/keepsake/exports', method: 'POST', data: { data } }),
      transformResponse: (response: CreateExport['response']) => response.data,
      invalidatesTags: [{ type: 'KeepsakeExport', id: 'LIST' }, 'KeepsakeStatus'],
    }),
    ticketForKeepsakeExport: build.mutation<CreateExportTicket['response']['data'], string>({
      query: (documentId) => ({ url: `/keepsake/exports/${documentId}/ticket`, method: 'POST' }),
      transformResponse: (response: CreateExportTicket['response']) => response.data,
    }),
    deleteKeepsakeExport: build.mutation<DeleteExport['response'], string>({
      query: (documentId) => ({ url: `/keepsake/exports/${documentId}`, method: 'DELETE' }),
      // Not its own entry: its page is still open and would ask for it again.
      invalidatesTags: (_result, error) => (error ? [] : [{ type: 'KeepsakeExport', id: 'LIST' }]),
    }),
  }),
});

export const {
  useKeepsakeExportsQuery: useExportsQuery,
  useKeepsakeExportQuery: useExportQuery,
  useKeepsakeExportFormatsQuery: useExportFormatsQuery,
  useKeepsakeExportChoicesQuery: useExportChoicesQuery,
  useKeepsakeExportEstimateQuery: useExportEstimateQuery,
  useKeepsakeExportPreviewQuery: useExportPreviewQuery,
  useCreateKeepsakeExportMutation: useCreateExportMutation,
  useTicketForKeepsakeExportMutation: useExportTicketMutation,
  useDeleteKeepsakeExportMutation: useDeleteExportMutation,
} = exportsApi;
