import { join } from 'node:path';

import { knex } from 'knex';

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

const servers = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/opt/homebrew/bin/mariadbd'];
const installers = [
  '/usr/bin/mariadb-install-db',
  '/usr/local/bin/mariadb-install-db',
  '/opt/homebrew/bin/mariadb-install-db',
];

/** MariaDB as the machine has it installed, an instance of its own. A quarter of an hour off every other time zone. */
export const mariadb: DatabaseKind = {
  name: 'MariaDB',
  client: 'mysql',
  whySkip: () =>
    reasonOf(() => {
      unprivilegedUser(['mysql', 'nobody']);
      const found = findProgram(servers) && findProgram(installers);
      return found ? null : `no MariaDB found (looked at ${servers.join(', ')})`;
    }),
  start: startMariadb,
};

async function startMariadb(): Promise<DatabaseServer> {
  const folder = serverFolder('mariadb', unprivilegedUser(['mysql', 'nobody']));
  const data = `--datadir=${join(folder.path, 'data')}`;
  await runToEnd(
    findProgram(installers)!,
    ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db'],
    folder,
  );
  const port = await freePort();
  const args = [
    '--no-defaults',
    data,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder.path, 'socket')}`,
    `--pid-file=${join(folder.path, 'pid')}`,
    `--tmpdir=${folder.path}`,
    '--character-set-server=utf8mb4',
    '--default-time-zone=+05:45',
    '--innodb-buffer-pool-size=64M',
    '--innodb-flush-log-at-trx-commit=0',
    '--skip-log-bin',
    '--max-allowed-packet=64M',
  ];
  const server = await startServer(findProgram(servers)!, args, port, 'KILL', folder);
  let count = 0;
  async function createDatabase(): Promise<DatabaseConnection> {
    const database = `site_${(count += 1)}`;
    const admin = connectionTo(port, 'mysql');
    await runSql('mysql2', admin, `create database ${database} character set utf8mb4`);
    return connectionTo(port, database);
  }
  return {
    client: 'mysql',
    createDatabase,
    async cloneDatabase(of) {
      const connection = await createDatabase();
      await copyTables(of.database, connection);
      return connection;
    },
    stop: () => server.stop(),
  };
}

/** With their foreign keys and counters, which `create table … like` leaves out. */
async function copyTables(from: string, to: DatabaseConnection): Promise<void> {
  const db = knex({ client: 'mysql2', connection: { ...to }, pool: { min: 1, max: 1 } });
  try {
    await db.raw('set foreign_key_checks = 0');
    const [tables] = (await db.raw(`show tables from ${from}`)) as [Record<string, string>[]];
    for (const name of tables.flatMap((row) => Object.values(row))) {
      const [[made]] = (await db.raw('show create table ??', [`${from}.${name}`])) as [
        [{ 'Create Table': string }],
      ];
      await db.raw(made['Create Table'].replaceAll('?', '\\\\?'));
      await db.raw('insert into ?? select * from ??', [name, `${from}.${name}`]);
    }
  } finally {
    await db.destroy();
  }
}

function connectionTo(port: number, database: string): DatabaseConnection {
  return { host: '127.0.0.1', port, user: 'root', password: '', database };
}
