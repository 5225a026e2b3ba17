import { createInterface } from 'node:readline/promises';

import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { backupLine, formatBytes } from './summary';

export function addDelete(program: Command, output: Output): Command {
  return program
    .command('delete')
    .description('Delete a backup or version, one that can no longer be read too')
    .argument('<id>', 'documentId of a backup or version')
    .option('--yes', 'do not ask')
    .action(async (id: string, { project, yes }: { project: string; yes?: boolean }) => {
      // "latest" may be another one by the time that somebody has made up their mind.
      if (id === 'latest') throw new UsageError('Name the backup to delete by its id.', 'See keepsake list.');
      if (!yes && !process.stdin.isTTY)
        throw new UsageError('A backup is deleted for good and this was not confirmed.', 'Add --yes.');
      const started = Date.now();
      const { backup, removed } = await withApp(async (strapi) => {
        const found = await pluginService(strapi, 'snapshots').find(id, project);
        if (!yes) await confirm(backupLine(found));
        const owner = pluginService(strapi, found.kind === 'version' ? 'versions' : 'backups');
        return { backup: found, removed: await owner.remove(id) };
      });
      const { documents, files, state } = backup;
      output.answer(
        {
          ok: true,
          id,
          project: backup.project,
          state: 'deleted',
          was: state,
          documents,
          files,
          bytes: removed.bytes,
          storedBytes: 0,
          seconds: (Date.now() - started) / 1000,
          problems: [],
        },
        [
          `Deleted ${id}; ${formatBytes(removed.bytes)} freed at once, the rest once its grace time is over (keepsake maintenance compact).`,
        ],
      );
    });
}

async function confirm(line: string): Promise<void> {
  process.stderr.write(`${line}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Type delete to delete it: ');
  terminal.close();
  if (answer.trim() !== 'delete')
    throw new UsageError('Not confirmed; nothing was deleted.', 'Type delete, or add --yes.');
}
