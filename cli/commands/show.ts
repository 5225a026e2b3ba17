import type { Command } from 'commander';

import type { BackupTypeCount } from '../../shared/contracts/backups';
import type { Problem } from '../../shared/contracts/errors';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { backupDocument, backupLine, problemLines, versionDocument, versionLine } from './summary';

export function addShow(program: Command, output: Output): Command {
  return program
    .command('show')
    .description('Show what a backup or version holds')
    .argument('<id>', 'documentId of a backup or version, or latest')
    .action(async (id: string, { project }: { project: string }) => {
      const { version, backup } = await withApp(async (strapi) => {
        const { kind } = await pluginService(strapi, 'snapshots').find(id, project);
        return kind === 'version'
          ? { version: await pluginService(strapi, 'versions').details(id), backup: null }
          : { version: null, backup: await pluginService(strapi, 'backups').details(id, project) };
      });
      if (version) {
        const { problems, types, unheld, touched } = version;
        output.answer({ ...versionDocument(version, problems), ok: true, types, notices: unheld, touched }, [
          versionLine(version),
          ...heldLines(types, problems, unheld),
        ]);
      } else {
        const { problems, notices, types } = backup;
        output.answer({ ...backupDocument(backup, problems), ok: true, types, notices }, [
          backupLine(backup),
          ...heldLines(types, problems, notices),
        ]);
      }
    });
}

function heldLines(types: BackupTypeCount[], problems: Problem[], notices: Problem[]): string[] {
  return [
    ...types.map(({ uid, documents, records }) => `  ${uid}: ${documents} documents, ${records} records`),
    ...problemLines(problems),
    ...notices.map(({ message }) => `  note: ${message}`),
  ];
}
