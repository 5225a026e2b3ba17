import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { LoadFailure } from '../components/LoadFailure';
import { RestoreFlow } from '../components/RestoreFlow';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { PERMISSIONS } from '../permissions';
import { useBackupQuery } from '../services/backups';

/** Bringing back a backup or a part of it: choose, preview, confirm, watch, result. */
export function RestorePage() {
  const text = useText();
  const { id = '' } = useParams();
  const { currentData: backup, error, refetch } = useBackupQuery(id);
  return (
    <Page.Protect permissions={[PERMISSIONS.restore]}>
      <Page.Title>{text('keepsake.restore.title')}</Page.Title>
      {backup && <RestoreFlow key={id} backup={backup} />}
      {!backup && !error && <Page.Loading>{text('keepsake.loading')}</Page.Loading>}
      {!backup && error && (
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
