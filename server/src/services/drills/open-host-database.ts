import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/** `connection` of config/database. */
export interface HostConnection {
  client: 'sqlite' | 'postgres' | 'mysql';
  connection: object | (() => Promise<object>);
  useNullAsDefault?: boolean;
  pool?: { min: number; max: number };
}

/** What is used of Strapi's own `Database`. */
interface HostDatabase {
  connection: Knex;
  schema: { schema: object; builder: { createSchema(schema: object): Promise<void> } };
  destroy(): Promise<void>;
}

type HostDatabaseClass = new (config: object) => HostDatabase;

/**
 * An empty database with the tables of this site, made by the site's own copy of `@strapi/database`: a drill must meet
 * the very tables that a restore meets. No migrations: there is nothing to migrate.
 */
export async function openHostDatabase(
  strapi: Core.Strapi,
  connection: HostConnection,
): Promise<HostDatabase> {
  const Host = strapi.db.constructor as unknown as HostDatabaseClass;
  const { settings } = strapi.db.config as { settings?: object };
  const database = new Host({ connection, settings, logger: strapi.log });
  try {
    // Settings that come from a function are known once there is a connection.
    await database.connection.raw('select 1');
    await database.schema.builder.createSchema((strapi.db as unknown as HostDatabase).schema.schema);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
