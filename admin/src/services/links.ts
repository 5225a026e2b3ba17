import type { CreateLink, ListLinks, RevokeLink, ShareLink } from '../../../shared/contracts/links';
import { keepsakeApi } from './keepsakeApi';

/** An export is seldom shared with more people than these. */
const MOST = 100;

const linksApi = keepsakeApi.injectEndpoints({
  endpoints: (build) => ({
    keepsakeLinks: build.query<ShareLink[], string>({
      query: (exportId) => ({ url: '/keepsake/links', config: { params: { exportId, pageSize: MOST } } }),
      transformResponse: (response: ListLinks['response']) => response.data,
      providesTags: ['KeepsakeLink'],
    }),
    createKeepsakeLink: build.mutation<CreateLink['response']['data'], CreateLink['request']['data']>({
      query: (data) => ({ url: '/keepsake/links', method: 'POST', data: { data } }),
      transformResponse: (response: CreateLink['response']) => response.data,
      invalidatesTags: ['KeepsakeLink'],
    }),
    revokeKeepsakeLink: build.mutation<ShareLink, string>({
      query: (documentId) => ({ url: `/keepsake/links/${documentId}`, method: 'DELETE' }),
      transformResponse: (response: RevokeLink['response']) => response.data,
      invalidatesTags: ['KeepsakeLink'],
    }),
  }),
});

export const {
  useKeepsakeLinksQuery: useLinksQuery,
  useCreateKeepsakeLinkMutation: useCreateLinkMutation,
  useRevokeKeepsakeLinkMutation: useRevokeLinkMutation,
} = linksApi;
