import { Page } from '@strapi/strapi/admin';
import { StorageView } from '../components/StorageView';
import { useText } from '../hooks/useText';
import { PERMISSIONS } from '../permissions';

/** Where backups lie, how they are, and what can be done for them. */
export function StoragePage() {
  const text = useText();
  return (
    <Page.Protect permissions={[PERMISSIONS.settings]}>
      {/* Of several in one, any would do. */}
      <Page.Protect permissions={[PERMISSIONS.allProjects]}>
        <Page.Main>
          <Page.Title>{text('keepsake.storage.title')}</Page.Title>
          <StorageView />
        </Page.Main>
      </Page.Protect>
    </Page.Protect>
  );
}
