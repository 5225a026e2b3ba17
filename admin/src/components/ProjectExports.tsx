import { EmptyStateLayout, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { EmptyPermissions } from '@strapi/icons/symbols';
import { useAuth } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { ExportList } from './ExportList';
import type { ExportManagerProps } from './ExportManager';

/** What `ExportManager` shows once its code is there. */
export default function ProjectExports({ projectId, projectName, userId }: ExportManagerProps) {
  const text = useText();
  const { canExport } = useRights();
  const user = useAuth('ProjectExports', (auth) => auth.user) as
    { id?: number; documentId?: string } | undefined;
  const isTheirs =
    userId === undefined || [user?.id, user?.documentId].some((id) => String(id) === String(userId));

  const refusal = !canExport ? 'keepsake.exports.noRight' : !isTheirs ? 'keepsake.exports.ofOthers' : null;
  if (refusal)
    return <EmptyStateLayout icon={<EmptyPermissions width="16rem" />} content={text(refusal)} hasRadius />;

  const createLink = (
    <LinkButton tag={NavLink} to={paths.newExportOf(projectId)} startIcon={<Plus />}>
      {text('keepsake.exports.create')}
    </LinkButton>
  );
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography variant="beta" tag="h2">
          {text('keepsake.exports.ofProject', { project: projectName })}
        </Typography>
        {createLink}
      </Flex>
      <ExportList emptyAction={createLink} project={projectId} />
    </Flex>
  );
}
