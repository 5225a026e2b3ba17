import { Flex, LinkButton, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import { LoadFailure } from '../components/LoadFailure';
import { TemplateTable } from '../components/TemplateTable';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { useTemplatesQuery } from '../services/templates';

/** Saved choices of exports: the ready ones, one's own and those of others that are shared. */
export function TemplatesPage() {
  const text = useText();
  const { data, error, refetch } = useTemplatesQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.templates.title')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.templates.title')}
        subtitle={text('keepsake.templates.subtitle')}
        navigationAction={<BackButton fallback={paths.exports} />}
        primaryAction={
          <LinkButton tag={NavLink} to={paths.newExport} startIcon={<Plus />}>
            {text('keepsake.templates.create')}
          </LinkButton>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" paddingBottom={8}>
          {data && <TemplateTable templates={data} />}
          {!data && error !== undefined && <LoadFailure error={error} onRetry={refetch} />}
          {!data && error === undefined && (
            <Flex justifyContent="center" padding={11} aria-busy>
              <Loader>{text('keepsake.loading')}</Loader>
            </Flex>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
