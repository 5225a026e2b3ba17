import { Flex, LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import { ExportList } from '../components/ExportList';
import { useText } from '../hooks/useText';
import { paths } from '../paths';

/** One's exports, those under way live, and the ways to make another. */
export function ExportsPage() {
  const text = useText();
  const createLink = (
    <LinkButton tag={NavLink} to={paths.newExport} startIcon={<Plus />}>
      {text('keepsake.exports.create')}
    </LinkButton>
  );
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.exports.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.exports.title')}
        subtitle={text('keepsake.exports.subtitle')}
        primaryAction={
          <Flex gap={2} wrap="wrap">
            <LinkButton tag={NavLink} to={paths.templates} variant="secondary">
              {text('keepsake.templates.title')}
            </LinkButton>
            {createLink}
          </Flex>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" paddingBottom={8}>
          <ExportList emptyAction={createLink} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
