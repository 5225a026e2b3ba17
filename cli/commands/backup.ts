import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { backupDocument, backupLine, problemLines, setExitCode } from './summary';

interface BackupOptions {
  project: string;
  note?: string;
  reread?: boolean;
  cloud?: boolean;
}

export function addBackup(program: Command, output: Output): Command {
  return program
    .command('backup')
    .description('Make a backup now')
    .option('--note <text>', 'what it is for')
    .option('--cloud', 'into the second storage (storage.cloud)')
    .option('--reread', 'read every media file again, changed or not')
    .action(async (options: BackupOptions) => {
      const { backup, problems } = await withApp(async (strapi) => {
        const request = {
          project: options.project,
          kind: 'manual' as const,
          note: options.note,
          author: null,
          reread: options.reread,
          cloud: options.cloud,
        };
        return watchJob(strapi, output, await pluginService(strapi, 'backups').start(request));
      });
      setExitCode(problems);
      output.answer(backupDocument(backup, problems), [backupLine(backup), ...problemLines(problems)]);
    });
}
