import type { PdfSettings } from './pdf-settings';

/** What a PDF says of itself. */
export interface PdfWords {
  /** Of a document of several content types. */
  title: string;
  contents: string;
  entry: string;
  entries: string;
  library: string;
  empty: string;
  yes: string;
  no: string;
  draft: string;
  published: string;
  created: string;
  changed: string;
  publishedAt: string;
  made: string;
  contentTypes: string;
  languages: string;
  status: string;
  allStatus: string;
  pictureMissing: string;
  untitled: string;
  nothing: string;
}

export const PDF_WORDS: Record<PdfSettings['language'], PdfWords> = {
  en: {
    title: 'Content',
    contents: 'Contents',
    entry: 'entry',
    entries: 'entries',
    library: 'Media library',
    empty: 'Empty',
    yes: 'Yes',
    no: 'No',
    draft: 'Draft',
    published: 'Published',
    created: 'Created',
    changed: 'Changed',
    publishedAt: 'Published',
    made: 'Made on',
    contentTypes: 'Content types',
    languages: 'Languages',
    status: 'Status',
    allStatus: 'Drafts and published',
    pictureMissing: 'The file of this picture is missing.',
    untitled: 'Untitled',
    nothing: 'No entry fits what was chosen.',
  },
  de: {
    title: 'Inhalte',
    contents: 'Inhalt',
    entry: 'Eintrag',
    entries: 'Einträge',
    library: 'Medienbibliothek',
    empty: 'Leer',
    yes: 'Ja',
    no: 'Nein',
    draft: 'Entwurf',
    published: 'Veröffentlicht',
    created: 'Angelegt',
    changed: 'Geändert',
    publishedAt: 'Veröffentlicht',
    made: 'Erstellt am',
    contentTypes: 'Inhaltstypen',
    languages: 'Sprachen',
    status: 'Stand',
    allStatus: 'Entwürfe und Veröffentlichtes',
    pictureMissing: 'Die Datei dieses Bildes fehlt.',
    untitled: 'Ohne Titel',
    nothing: 'Kein Eintrag passt zur Auswahl.',
  },
};
