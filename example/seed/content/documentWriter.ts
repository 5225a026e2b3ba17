import type { Core, UID } from '@strapi/strapi';
import type { Language } from '../languages';

/** The fields of a document, a relation as the documentId of its target, media as the id of the file. */
export type Fields = Record<string, unknown>;

interface Write {
  data: Fields;
  locale?: Language;
  status?: 'draft' | 'published';
}

/**
 * The Document Service without the types of the app's schemas: those exist only after `strapi ts:generate-types`,
 * and the seed must compile in a fresh clone.
 */
export interface DocumentWriter {
  create(write: Write): Promise<{ documentId: string }>;
  update(write: Write & { documentId: string }): Promise<{ documentId: string } | null>;
  publish(target: { documentId: string; locale: Language | '*' }): Promise<{ documentId: string }>;
}

export function documentsOf(strapi: Core.Strapi, uid: UID.ContentType): DocumentWriter {
  return strapi.documents(uid) as unknown as DocumentWriter;
}
