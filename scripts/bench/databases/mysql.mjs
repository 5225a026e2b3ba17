import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ended, startChild } from '../children.mjs';
import { findCommand, timedShell } from './commands.mjs';
import { freePort, untilReady } from './server.mjs';

const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec'];
const MINUTES = 5;

/** A MariaDB of its own on a free port of this machine; the commands have to be installed. */
export async function open(folder, say) {
  const { createConnection } = await import('mysql2/promise');
  const commands = Object.fromEntries(
    ['mariadb-install-db', 'mariadbd', 'mariadb', 'mariadb-dump'].map((name) => [name, required(name)]),
  );
  const port = await freePort();
  const server = await startServer(commands, folder, port);
  const connection = (database) => ({ host: '127.0.0.1', port, user: 'root', password: '', database });

  async function query(text) {
    const client = await createConnection(connection(undefined));
    try {
      return (await client.query(text))[0];
    } finally {
      await client.end();
    }
  }

  await untilReady('MariaDB', () => query('select 1'), server);
  say(`MariaDB listens on port ${port} of this machine`);
  const at = `--no-defaults -h 127.0.0.1 -P ${port} -u root`;
  const { mariadb, 'mariadb-dump': dumper } = commands;
  const create = (name) => query(`create database ${name} character set utf8mb4`);

  return {
    name: (number) => `site_${number}`,
    connection: (name) => ({ client: 'mysql', connection: connection(name) }),
    create,
    async copy(from, to) {
      await create(to);
      await timedShell(`"$1" ${at} --single-transaction "$3" | "$2" ${at} "$4"`, [dumper, mariadb, from, to]);
    },
    remove: (name) => query(`drop database if exists ${name}`),
    async size(name) {
      const [{ size }] = await query(
        `select sum(data_length + index_length) as size from information_schema.tables where table_schema = '${name}'`,
      );
      return Number(size);
    },
    dump: (name, to) =>
      timedShell(`"$1" ${at} --single-transaction "$2" | gzip -6 > "$3"`, [dumper, name, to]),
    load: (name, from) => timedShell(`gunzip -c "$3" | "$1" ${at} "$2"`, [mariadb, name, from]),
    async close() {},
  };
}

function required(name) {
  const found = findCommand(name, SERVER_FOLDERS);
  if (found) return found;
  throw new Error(`--client mysql needs the command ${name}; on Debian: apt-get install mariadb-server.`);
}

async function startServer(commands, folder, port) {
  const data = path.join(folder, 'mariadb');
  mkdirSync(data, { mode: 0o700 });
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const paths = ['--no-defaults', `--datadir=${data}`, ...user];
  const init = startChild(
    commands['mariadb-install-db'],
    [...paths, '--auth-root-authentication-method=normal', '--skip-test-db'],
    { stdio: ['ignore', 'ignore', 2] },
  );
  await ended(init, 'mariadb-install-db', MINUTES);
  const net = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${path.join(data, 'socket')}`];
  const server = startChild(commands.mariadbd, [...paths, ...net], { stdio: 'ignore' });
  server.endWith = 'SIGTERM';
  return server;
}
