import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { backupDocument, backupLine } from './summary';

export function addList(program: Command, output: Output): Command {
  return program
    .command('list')
    .description('List the backups, newest first')
    .action(async ({ project }: { project: string }) => {
      const backups = await withApp(async (strapi) => {
        const { slug } = await pluginService(strapi, 'projects').find(project);
        return pluginService(strapi, 'backups').all(slug);
      });
      const items = backups.map((backup) => backupDocument(backup, []));
      output.answer(
        { ok: true, project, backups: items.map(({ ok: _ok, problems: _problems, ...item }) => item) },
        backups.length > 0 ? backups.map(backupLine) : ['There is no backup yet.'],
      );
    });
}
