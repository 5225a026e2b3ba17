import type { Core } from '@strapi/strapi';

/** Strapi's pool for SQLite is one connection: while a transaction has it, nothing else can ask the database. */
export function hasOneConnection(strapi: Core.Strapi): boolean {
  return strapi.db.dialect.client === 'sqlite';
}
