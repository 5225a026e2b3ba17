import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { LoadFailure } from '../components/LoadFailure';
import { RestoreFlow } from '../components/RestoreFlow';
import { useRestoreSource } from '../hooks/useRestoreSource';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { PERMISSIONS } from '../permissions';

/** Bringing back a backup, a version or a part of it: choose, preview, confirm, watch, result. */
export function RestorePage() {
  const text = useText();
  const { id = '' } = useParams();
  const { source, error, refetch } = useRestoreSource(id);
  return (
    <Page.Protect permissions={[PERMISSIONS.restore]}>
      <Page.Title>{text('keepsake.restore.title')}</Page.Title>
      {source && <RestoreFlow key={id} source={source} />}
      {!source && !error && <Page.Loading>{text('keepsake.loading')}</Page.Loading>}
      {!source && error && (
        <Page.Main>
          <Layouts.Header
            title={text('keepsake.restore.title')}
            navigationAction={<BackButton fallback={paths.backups} />}
          />
          <Layouts.Content>
            <LoadFailure error={error} onRetry={refetch} />
          </Layouts.Content>
        </Page.Main>
      )}
    </Page.Protect>
  );
}
