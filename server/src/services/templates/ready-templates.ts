import type { ReadyTemplate, Template, TemplateOptions } from '../../../../shared/contracts/templates';
import { FILE_UID } from '../../core/media/media-of-record';

type Ready = Pick<Template, 'name' | 'description'> & { options: TemplateOptions };

/** On every site, for what people come for. A page shows them in its own language, by their key. */
export const READY_TEMPLATES: Record<ReadyTemplate, Ready> = {
  'full-archive': {
    name: 'Full archive',
    description: 'All content with drafts and published versions, and the media library, as a ZIP.',
    options: { format: 'zip', includeAssets: true, status: 'all' },
  },
  'translators-csv': {
    name: "Translators' CSV",
    description:
      'Tables for a spreadsheet, headed by what editors call the fields; lists in tables of their own.',
    options: {
      format: 'csv',
      includeAssets: false,
      status: 'draft',
      customSettings: { header: 'labels', bom: true, repeatables: 'files' },
    },
  },
  'editorial-pdf': {
    name: 'Editorial PDF',
    description: 'Entries as editors see them, to read and to approve.',
    options: { format: 'pdf', status: 'draft' },
  },
  'media-pack': {
    name: 'Media pack',
    description: 'The files of the media library under their names, in their folders.',
    options: { format: 'zip', includeAssets: true, contentTypes: [FILE_UID] },
  },
  'content-ndjson': {
    name: 'Content as NDJSON',
    description: 'A record per line for machines: drafts and published versions, without files.',
    options: { format: 'json', includeAssets: false, status: 'all', customSettings: { lines: true } },
  },
  'published-content': {
    name: 'Published content',
    description: 'What visitors see, and nothing else, as JSON.',
    options: { format: 'json', status: 'published' },
  },
};

export function isReady(id: string): id is ReadyTemplate {
  return Object.hasOwn(READY_TEMPLATES, id);
}
