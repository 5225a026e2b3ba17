import path from 'node:path';
import type { Core } from '@strapi/strapi';

type Environment = Core.Config.Shared.ConfigParams['env'];
type Connection = Core.Config.Database['connection'];

// This file runs from dist/config.
const appDir = path.resolve(__dirname, '..', '..');

function ssl(env: Environment) {
  if (!env.bool('DATABASE_SSL', false)) return false;
  return {
    key: env('DATABASE_SSL_KEY', undefined),
    cert: env('DATABASE_SSL_CERT', undefined),
    ca: env('DATABASE_SSL_CA', undefined),
    capath: env('DATABASE_SSL_CAPATH', undefined),
    cipher: env('DATABASE_SSL_CIPHER', undefined),
    rejectUnauthorized: env.bool('DATABASE_SSL_REJECT_UNAUTHORIZED', true),
  };
}

function server(env: Environment, port: number) {
  return {
    host: env('DATABASE_HOST', '127.0.0.1'),
    port: env.int('DATABASE_PORT', port),
    database: env('DATABASE_NAME', 'strapi'),
    user: env('DATABASE_USERNAME', 'strapi'),
    password: env('DATABASE_PASSWORD', 'strapi'),
    ssl: ssl(env),
  };
}

function pool(env: Environment) {
  return { min: env.int('DATABASE_POOL_MIN', 2), max: env.int('DATABASE_POOL_MAX', 10) };
}

const connections: Record<'sqlite' | 'mysql' | 'postgres', (env: Environment) => Connection> = {
  sqlite: (env) => ({
    client: 'sqlite',
    connection: { filename: path.resolve(appDir, env('DATABASE_FILENAME', '.tmp/data.db')) },
    useNullAsDefault: true,
  }),
  mysql: (env) => ({
    client: 'mysql',
    connection: server(env, 3306),
    pool: pool(env),
  }),
  postgres: (env) => ({
    client: 'postgres',
    connection: {
      connectionString: env('DATABASE_URL'),
      ...server(env, 5432),
      schema: env('DATABASE_SCHEMA', 'public'),
    },
    pool: pool(env),
  }),
};

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Database => {
  const client = env.oneOf('DATABASE_CLIENT', ['sqlite', 'mysql', 'postgres'], 'sqlite');
  return {
    connection: {
      ...connections[client](env),
      acquireConnectionTimeout: env.int('DATABASE_CONNECTION_TIMEOUT', 60000),
    },
  };
};

export default config;
