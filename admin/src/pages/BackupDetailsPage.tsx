import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { BackupDetailsView } from '../components/BackupDetailsView';
import { LoadFailure } from '../components/LoadFailure';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { useBackupQuery } from '../services/backups';

/** One backup: what it holds, what went wrong, and what can be done with it. */
export function BackupDetailsPage() {
  const text = useText();
  const { id = '' } = useParams();
  const { currentData: backup, error, refetch } = useBackupQuery(id, { refetchOnMountOrArgChange: true });

  if (backup) return <BackupDetailsView key={id} backup={backup} />;
  if (!error) return <Page.Loading>{text('keepsake.loading')}</Page.Loading>;
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.details.unknown')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.details.unknown')}
        navigationAction={<BackButton fallback={paths.backups} />}
      />
      <Layouts.Content>
        <LoadFailure error={error} onRetry={refetch} />
      </Layouts.Content>
    </Page.Main>
  );
}
