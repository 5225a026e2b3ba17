import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { ExportDetailsView } from '../components/ExportDetailsView';
import { LoadFailure } from '../components/LoadFailure';
import { useExport } from '../hooks/useExport';
import { useText } from '../hooks/useText';
import { paths } from '../paths';

/** One export: how far it is, what is in it, who else may fetch it. */
export function ExportDetailsPage() {
  const text = useText();
  const { id = '' } = useParams();
  const { export: one, job, isUnreachable, error, refetch } = useExport(id);

  if (one) return <ExportDetailsView key={id} of={one} job={job} isUnreachable={isUnreachable} />;
  if (!error) return <Page.Loading>{text('keepsake.loading')}</Page.Loading>;
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.exports.unknown')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.exports.unknown')}
        navigationAction={<BackButton fallback={paths.exports} />}
      />
      <Layouts.Content>
        <LoadFailure error={error} onRetry={refetch} />
      </Layouts.Content>
    </Page.Main>
  );
}
