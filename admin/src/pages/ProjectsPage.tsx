import { Button, Flex, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page, Pagination, useQueryParams } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { ProjectDetails } from '../../../shared/contracts/projects';
import { LoadFailure } from '../components/LoadFailure';
import { DeleteProjectDialog } from '../components/projects/DeleteProjectDialog';
import { MembersDialog } from '../components/projects/MembersDialog';
import { ProjectDialog } from '../components/projects/ProjectDialog';
import { ProjectTable } from '../components/projects/ProjectTable';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useProjectsQuery } from '../services/projects';

type Opened = { what: 'edit' | 'members' | 'delete'; project: ProjectDetails } | { what: 'create' } | null;

/** What of the site belongs together, and who may see it. `site` is always there, so that the list is never empty. */
export function ProjectsPage() {
  const text = useText();
  const { canSeeSettings, seesAllProjects } = useRights();
  const [{ query }] = useQueryParams<{ page: string; pageSize: string }>({ page: '1', pageSize: '10' });
  const request = { page: Number(query?.page) || 1, pageSize: Number(query?.pageSize) || 10 };
  const { data, error, refetch } = useProjectsQuery(request, { refetchOnMountOrArgChange: true });
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const canManage = canSeeSettings && seesAllProjects;
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.projects.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.projects.title')}
        subtitle={text('keepsake.projects.subtitle')}
        primaryAction={
          canManage && (
            <Button startIcon={<Plus />} onClick={() => setOpened({ what: 'create' })}>
              {text('keepsake.projects.create')}
            </Button>
          )
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" paddingBottom={8}>
          {data && (
            <>
              <ProjectTable
                projects={data.data}
                canManage={canManage}
                onOpen={(what, project) => setOpened({ what, project })}
              />
              <Pagination.Root {...data.meta.pagination}>
                <Pagination.PageSize />
                <Pagination.Links />
              </Pagination.Root>
            </>
          )}
          {!data && error !== undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
          {!data && error === undefined && (
            <Flex justifyContent="center" padding={11} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
        </Flex>
      </Layouts.Content>
      {opened?.what === 'create' && <ProjectDialog project={null} onClose={close} />}
      {opened?.what === 'edit' && <ProjectDialog project={opened.project} onClose={close} />}
      {opened?.what === 'members' && <MembersDialog project={opened.project} onClose={close} />}
      {opened?.what === 'delete' && <DeleteProjectDialog project={opened.project} onClose={close} />}
    </Page.Main>
  );
}
