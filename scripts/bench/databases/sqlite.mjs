import { constants, copyFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { findCommand, timedShell } from './commands.mjs';

export async function open(folder, say) {
  const sqlite = findCommand('sqlite3');
  if (!sqlite) say('the command sqlite3 is not installed, so the native rows have no peer');
  const file = (name) => path.join(folder, name);
  return {
    name: (number) => `${number}.db`,
    connection: (name) => ({
      client: 'sqlite',
      connection: { filename: file(name) },
      useNullAsDefault: true,
    }),
    async create() {},
    async copy(from, to) {
      copyFileSync(file(from), file(to), constants.COPYFILE_FICLONE);
    },
    async remove(name) {
      rmSync(file(name), { force: true });
    },
    async size(name) {
      return statSync(file(name)).size;
    },
    dump: sqlite && ((name, to) => timedShell('"$1" "$2" .dump | gzip -6 > "$3"', [sqlite, file(name), to])),
    load: sqlite && ((name, from) => timedShell('gunzip -c "$3" | "$1" "$2"', [sqlite, file(name), from])),
    async close() {},
  };
}
