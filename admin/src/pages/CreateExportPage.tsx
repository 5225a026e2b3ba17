import { BackButton, Layouts, Page, useQueryParams } from '@strapi/strapi/admin';
import { useLocation } from 'react-router-dom';
import type { ExportOptions } from '../../../shared/contracts/exports';
import { ExportForm } from '../components/ExportForm';
import { LoadFailure } from '../components/LoadFailure';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { readOptions, readSelection, selectionChoice } from '../services/exportChoice';
import { useExportChoicesQuery, useExportFormatsQuery } from '../services/exports';
import { useTemplatesQuery } from '../services/templates';

/**
 * Choosing what an export holds. Begins with what another page hands over: a template, the options of an earlier export,
 * or entries that were chosen in the content manager.
 */
export function CreateExportPage() {
  const text = useText();
  const { state }: { state: unknown } = useLocation();
  const [{ query }] = useQueryParams<{ template?: string; project?: string }>();
  const choices = useExportChoicesQuery(undefined, { refetchOnMountOrArgChange: true });
  const formats = useExportFormatsQuery();
  const templates = useTemplatesQuery();
  const error = choices.error ?? formats.error ?? templates.error;

  if (choices.data && formats.data && templates.data) {
    const selection = readSelection(state);
    const { options } = (state ?? {}) as { options?: ExportOptions };
    const template = templates.data.find(({ documentId }) => documentId === query?.template);
    const initial = selection ? selectionChoice(selection) : readOptions(template?.options ?? options);
    return (
      <ExportForm
        choices={choices.data}
        formats={formats.data}
        templates={templates.data}
        initial={initial}
        selection={selection}
        initialTemplate={template ?? null}
        project={query?.project}
      />
    );
  }
  if (!error) return <Page.Loading>{text('keepsake.loading')}</Page.Loading>;
  const retry = () => {
    for (const one of [choices, formats, templates]) if (one.error) void one.refetch();
  };
  return (
    <Page.Main>
      <Page.Title>{text('keepsake.exports.create')}</Page.Title>
      <Layouts.Header
        title={text('keepsake.exports.create')}
        navigationAction={<BackButton fallback={paths.exports} />}
      />
      <Layouts.Content>
        <LoadFailure error={error} onRetry={retry} />
      </Layouts.Content>
    </Page.Main>
  );
}
