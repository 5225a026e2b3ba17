import type { AnnexName } from '../annexes';
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
  annexes: Record<AnnexName, string>;
  /** Rows of a table that has more. */
  newest: string;
  columns: Record<string, string>;
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
    annexes: { activity: 'Activity', changes: 'Changes of entries', versions: 'Versions' },
    newest: 'the newest {count}',
    columns: {
      ...{ at: 'When', action: 'What', outcome: 'Outcome', 'actor.name': 'Who', 'object.name': 'About' },
      ...{
        changedAt: 'When',
        change: 'How',
        label: 'Entry',
        contentType: 'Content type',
        locale: 'Language',
      },
      ...{ fields: 'Fields', changedBy: 'Who', number: 'No.', createdAt: 'When', note: 'Note' },
      ...{ documents: 'Entries', createdBy: 'Who', 'versions.label': 'Label' },
    },
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
    annexes: { activity: 'Aktivität', changes: 'Änderungen der Einträge', versions: 'Versionen' },
    newest: 'die neuesten {count}',
    columns: {
      ...{ at: 'Wann', action: 'Was', outcome: 'Ergebnis', 'actor.name': 'Wer', 'object.name': 'Woran' },
      ...{ changedAt: 'Wann', change: 'Wie', label: 'Eintrag', contentType: 'Inhaltstyp', locale: 'Sprache' },
      ...{ fields: 'Felder', changedBy: 'Wer', number: 'Nr.', createdAt: 'Wann', note: 'Notiz' },
      ...{ documents: 'Einträge', createdBy: 'Wer', 'versions.label': 'Bezeichnung' },
    },
  },
};
