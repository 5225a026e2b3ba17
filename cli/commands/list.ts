import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { backupDocument, backupLine, versionDocument, versionLine } from './summary';

interface ListOptions {
  project: string;
  versions?: boolean;
}

export function addList(program: Command, output: Output): Command {
  return program
    .command('list')
    .description('List the backups and versions, newest first')
    .option('--versions', 'only the versions')
    .action(async ({ project, versions: only }: ListOptions) => {
      const { backups, versions } = await withApp(async (strapi) => {
        const { slug } = await pluginService(strapi, 'projects').find(project);
        const made = await pluginService(strapi, 'backups').all(slug);
        return { backups: only ? [] : made, versions: await pluginService(strapi, 'versions').all(slug) };
      });
      const lines = [...backups.map(backupLine), ...versions.map(versionLine)];
      const nothing = only ? 'There is no version yet.' : 'There is no backup yet.';
      output.answer(
        {
          ok: true,
          project,
          ...(only ? {} : { backups: backups.map((backup) => bare(backupDocument(backup, []))) }),
          versions: versions.map((version) => bare(versionDocument(version, []))),
        },
        lines.length > 0 ? lines : [nothing],
      );
    });
}

function bare({ ok: _ok, problems: _problems, ...item }: Record<string, unknown>): Record<string, unknown> {
  return item;
}
