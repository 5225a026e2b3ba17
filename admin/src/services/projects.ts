import type {
  ChangeProject,
  CreateProject,
  DeleteProject,
  FindPeople,
  ListMembers,
  ListOwnProjects,
  Member,
  NamedMember,
  Person,
  PreviewProject,
  ProjectCounts,
  ProjectDetails,
  ProjectRules,
} from '../../../shared/contracts/projects';
import { keepsakeApi } from './keepsakeApi';

const projectsApi = keepsakeApi.enhanceEndpoints({ addTagTypes: ['KeepsakeProject'] }).injectEndpoints({
  endpoints: (build) => ({
    keepsakeProjects: build.query<ListOwnProjects['response'], ListOwnProjects['request']>({
      query: (params) => ({ url: '/keepsake/projects', config: { params } }),
      providesTags: ['KeepsakeProject'],
    }),
    previewKeepsakeProject: build.query<ProjectCounts, ProjectRules>({
      query: (rules) => ({ url: '/keepsake/projects/preview', method: 'POST', data: { data: { rules } } }),
      transformResponse: (response: PreviewProject['response']) => response.data,
    }),
    createKeepsakeProject: build.mutation<ProjectDetails, CreateProject['request']['data']>({
      query: (data) => ({ url: '/keepsake/projects', method: 'POST', data: { data } }),
      transformResponse: (response: CreateProject['response']) => response.data,
      invalidatesTags: ['KeepsakeProject'],
    }),
    changeKeepsakeProject: build.mutation<
      ProjectDetails,
      { slug: string; change: ChangeProject['request']['data'] }
    >({
      query: ({ slug, change }) => ({
        url: `/keepsake/projects/${slug}`,
        method: 'PUT',
        data: { data: change },
      }),
      transformResponse: (response: ChangeProject['response']) => response.data,
      invalidatesTags: ['KeepsakeProject'],
    }),
    deleteKeepsakeProject: build.mutation<DeleteProject['response'], { slug: string; leaveBackups: boolean }>(
      {
        query: ({ slug, leaveBackups }) => ({
          url: `/keepsake/projects/${slug}?leaveBackups=${String(leaveBackups)}`,
          method: 'DELETE',
        }),
        invalidatesTags: ['KeepsakeProject', 'KeepsakeBackup', 'KeepsakeVersion'],
      },
    ),
    keepsakeMembers: build.query<NamedMember[], string>({
      query: (slug) => `/keepsake/projects/${slug}/members`,
      transformResponse: (response: ListMembers['response']) => response.data,
      providesTags: ['KeepsakeProject'],
    }),
    setKeepsakeMembers: build.mutation<NamedMember[], { slug: string; members: Member[] }>({
      query: ({ slug, members }) => ({
        url: `/keepsake/projects/${slug}/members`,
        method: 'PUT',
        data: { data: { members } },
      }),
      transformResponse: (response: ListMembers['response']) => response.data,
      invalidatesTags: ['KeepsakeProject'],
    }),
    keepsakePeople: build.query<Person[], FindPeople['request']>({
      query: (params) => ({ url: '/keepsake/people', config: { params } }),
      transformResponse: (response: FindPeople['response']) => response.data,
    }),
  }),
});

export const {
  useKeepsakeProjectsQuery: useProjectsQuery,
  usePreviewKeepsakeProjectQuery: usePreviewProjectQuery,
  useCreateKeepsakeProjectMutation: useCreateProjectMutation,
  useChangeKeepsakeProjectMutation: useChangeProjectMutation,
  useDeleteKeepsakeProjectMutation: useDeleteProjectMutation,
  useKeepsakeMembersQuery: useMembersQuery,
  useSetKeepsakeMembersMutation: useSetMembersMutation,
  useKeepsakePeopleQuery: usePeopleQuery,
} = projectsApi;
