/** `connection.client` of a Strapi app's config/database. */
export type DatabaseClient = 'sqlite' | 'postgres' | 'mysql';

/** `connection.connection` of a Strapi app's config/database. */
export interface DatabaseConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** Postgres only; without it everything lies in `public`. */
  schema?: string;
}

/** A real server, started for tests alone, on 127.0.0.1 and in a temporary folder. */
export interface DatabaseServer {
  client: 'postgres' | 'mysql';
  /** A new, empty database: each site gets one of its own. */
  createDatabase(): Promise<DatabaseConnection>;
  /** A copy of a database that nobody is connected to. */
  cloneDatabase(of: DatabaseConnection): Promise<DatabaseConnection>;
  stop(): Promise<void>;
}

export interface DatabaseKind {
  /** For people: "Postgres". */
  name: string;
  client: 'postgres' | 'mysql';
  /** Why this machine cannot run it, or null. Asked before any test, so it only looks, and starts nothing. */
  whySkip(): string | null;
  start(): Promise<DatabaseServer>;
}
