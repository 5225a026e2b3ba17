import type { Core } from '@strapi/strapi';

/** What is used of Strapi's queries on a table of the plugin; their own types know the site's content types only. */
export interface OwnRows<Row> {
  findOne(query: object): Promise<Row | null>;
  findMany(query: object): Promise<Row[]>;
  count(query?: object): Promise<number>;
  create(query: object): Promise<Row>;
  update(query: object): Promise<Row | null>;
  updateMany(query: object): Promise<{ count: number }>;
  delete(query: object): Promise<Row | null>;
  deleteMany(query: object): Promise<{ count: number }>;
}

/** The rows of the content type `uid`. */
export function ownRows<Row>(strapi: Core.Strapi, uid: string): OwnRows<Row> {
  return strapi.db.query(uid as never) as unknown as OwnRows<Row>;
}
