import { Loader } from '@strapi/design-system';
import { lazy, Suspense } from 'react';
import { useRights } from '../../hooks/useRights';
import { useText } from '../../hooks/useText';

/** Only who opens an entry needs it, and then it brings all that a comparison needs. */
const HistoryList = lazy(() => import('./HistoryList').then((module) => ({ default: module.HistoryList })));

/** What the content manager says of the entry that is open; nothing of one that is being created. */
export interface OpenEntry {
  model: string;
  documentId?: string;
  activeTab?: string | null;
  document?: { [field: string]: unknown };
}

/**
 * In the content manager's edit view: every version and backup in which this entry changed. Called as a hook by
 * Strapi, which draws the title and the box.
 */
export function EntryHistoryPanel({ model, documentId, document, activeTab }: OpenEntry) {
  const text = useText();
  const { canRead } = useRights();
  const locale = typeof document?.locale === 'string' ? document.locale : undefined;
  const savedAt = typeof document?.updatedAt === 'string' ? document.updatedAt : '';
  if (!canRead || !documentId || !document) return null;
  return {
    title: text('keepsake.history.title'),
    content: (
      <Suspense fallback={<Loader small>{text('keepsake.loading')}</Loader>}>
        <HistoryList
          key={`${documentId} ${locale ?? ''} ${activeTab ?? ''}`}
          contentType={model}
          documentId={documentId}
          locale={locale}
          status={activeTab === 'published' || activeTab === 'draft' ? activeTab : undefined}
          savedAt={savedAt}
        />
      </Suspense>
    ),
  };
}
