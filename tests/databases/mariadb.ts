import { join } from 'node:path';

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
  return {
    client: 'mysql',
    async createDatabase() {
      const database = `site_${(count += 1)}`;
      await runSql(
        'mysql2',
        connectionTo(port, 'mysql'),
        `create database ${database} character set utf8mb4`,
      );
      return connectionTo(port, database);
    },
    stop: () => server.stop(),
  };
}

function connectionTo(port: number, database: string): DatabaseConnection {
  return { host: '127.0.0.1', port, user: 'root', password: '', database };
}
