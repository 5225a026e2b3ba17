import type { Core } from '@strapi/strapi';

/** An entry as the Document Service gives it; the example's own types are generated and not in the repository. */
export interface Entry {
  documentId: string;
  [field: string]: unknown;
}

export interface Documents {
  findMany(query: object): Promise<Entry[]>;
  findOne(query: object): Promise<Entry | null>;
  create(query: object): Promise<Entry>;
  update(query: object): Promise<Entry>;
  delete(query: object): Promise<unknown>;
  publish(query: object): Promise<unknown>;
  unpublish(query: object): Promise<unknown>;
}

export function documents(site: { strapi: Core.Strapi }, uid: string): Documents {
  return site.strapi.documents(uid as never) as unknown as Documents;
}
