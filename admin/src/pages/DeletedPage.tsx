import { Layouts, Page } from '@strapi/strapi/admin';
import { DeletedView } from '../components/deleted/DeletedView';
import { useText } from '../hooks/useText';

/** What snapshots hold and the site does not any more, and the way back. */
export function DeletedPage() {
  const text = useText();
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.deleted.title')}</Page.Title>
      <Layouts.Header title={text('keepsake.deleted.title')} subtitle={text('keepsake.deleted.subtitle')} />
      <Layouts.Content>
        <DeletedView />
      </Layouts.Content>
    </Page.Main>
  );
}
