import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { backupDocument, backupLine, problemLines } from './summary';

export function addShow(program: Command, output: Output): Command {
  return program
    .command('show')
    .description('Show what a backup holds')
    .argument('<id>', 'documentId of a backup, or latest')
    .action(async (id: string, { project }: { project: string }) => {
      const backup = await withApp((strapi) => pluginService(strapi, 'backups').details(id, project));
      const { problems, notices, types } = backup;
      output.answer({ ...backupDocument(backup, problems), ok: true, types, notices }, [
        backupLine(backup),
        ...types.map(({ uid, documents, records }) => `  ${uid}: ${documents} documents, ${records} records`),
        ...problemLines(problems),
        ...notices.map(({ message }) => `  note: ${message}`),
      ]);
    });
}
