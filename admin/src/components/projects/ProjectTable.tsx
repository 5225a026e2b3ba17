import {
  EmptyStateLayout,
  Flex,
  IconButton,
  Menu,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
  VisuallyHidden,
} from '@strapi/design-system';
import { More, Pencil, Trash, User } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import type { ListOwnProjects, ProjectDetails } from '../../../../shared/contracts/projects';
import { useText } from '../../hooks/useText';
import { HeadCell } from '../HeadCell';
import { NumberCell } from '../NumberCell';

interface ProjectTableProps {
  projects: ListOwnProjects['response']['data'];
  canManage: boolean;
  onOpen: (what: 'edit' | 'members' | 'delete', project: ProjectDetails) => void;
}

const COLUMNS = 5;

export function ProjectTable({ projects, canManage, onOpen }: ProjectTableProps) {
  const text = useText();
  if (projects.length === 0) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" />}
        content={text('keepsake.projects.none')}
        hasRadius
        shadow="tableShadow"
      />
    );
  }
  return (
    <Table colCount={COLUMNS} rowCount={projects.length + 1} aria-label={text('keepsake.projects.title')}>
      <Thead>
        <Tr>
          <HeadCell minWidth="20rem">{text('keepsake.projects.name')}</HeadCell>
          <HeadCell minWidth="16rem">{text('keepsake.projects.holds')}</HeadCell>
          <HeadCell>{text('keepsake.projects.tier')}</HeadCell>
          <HeadCell align="right">{text('keepsake.projects.members')}</HeadCell>
          <Th>
            <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {projects.map((project) => (
          <Tr key={project.documentId}>
            <Td>
              <Typography tag="p" fontWeight="bold" textColor="neutral800">
                {project.name}
              </Typography>
              <Typography tag="p" variant="pi" textColor="neutral600">
                {project.slug}
              </Typography>
            </Td>
            <Td>
              <Typography textColor="neutral800">
                <Holding project={project} />
              </Typography>
            </Td>
            <Td>
              <Typography textColor="neutral800">
                {project.tier ?? text('keepsake.projects.noTier')}
              </Typography>
            </Td>
            <NumberCell>{project.members}</NumberCell>
            <Td>
              <Flex justifyContent="flex-end">
                {canManage && <ProjectMenu project={project} onOpen={onOpen} />}
              </Flex>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Holding({ project: { rules, automatic } }: { project: ProjectDetails }) {
  const text = useText();
  if (automatic || rules?.root) return text('keepsake.projects.rooted');
  if (!rules || rules.types === 'all') return text('keepsake.projects.everything');
  return text('keepsake.projects.types', { count: rules.types.length });
}

function ProjectMenu({ project, onOpen }: Pick<ProjectTableProps, 'onOpen'> & { project: ProjectDetails }) {
  const text = useText();
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.projects.menu', { name: project.name })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item startIcon={<User />} onSelect={() => onOpen('members', project)}>
          {text('keepsake.projects.members')}
        </Menu.Item>
        <Menu.Item startIcon={<Pencil />} onSelect={() => onOpen('edit', project)}>
          {text('keepsake.projects.edit')}
        </Menu.Item>
        {!project.builtIn && (
          <Menu.Item variant="danger" startIcon={<Trash />} onSelect={() => onOpen('delete', project)}>
            {text('keepsake.action.delete')}
          </Menu.Item>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
