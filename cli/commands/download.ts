import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';

import type { Command } from 'commander';
import { Option } from 'commander';

import type { FileFormat } from '../../shared/contracts/downloads';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { taken, writeWhole } from '../write-whole';
import { formatBytes } from './summary';

interface DownloadOptions {
  project: string;
  format: FileFormat;
  output: string;
  private?: boolean;
}

export function addDownload(program: Command, output: Output): Command {
  return program
    .command('download')
    .description('Write a backup into a file')
    .argument('<id>', 'documentId of a backup or version, or latest')
    .addOption(
      new Option('--format <format>', 'keepsake: all of it, encrypted; zip: readable, without passwords')
        .choices(['keepsake', 'zip'])
        .default('keepsake'),
    )
    .requiredOption('--output <path>', 'the file to write; nothing that is there is overwritten')
    .option('--private', 'with --format zip: users, roles and private fields too')
    .action(async (id: string, options: DownloadOptions) => {
      if (existsSync(options.output)) throw taken(options.output);
      const started = Date.now();
      const backup = await withApp(async (strapi) => {
        const { private: showsPrivate = false, project, format } = options;
        const file = await pluginService(strapi, 'files').read(id, format, { project, showsPrivate });
        await writeWhole(file.content, options.output);
        return pluginService(strapi, 'snapshots').find(file.backupId);
      });
      const { size } = await stat(options.output);
      const document = {
        ok: true,
        id: backup.documentId,
        project: backup.project,
        state: backup.state,
        format: options.format,
        documents: backup.documents,
        files: backup.files,
        bytes: size,
        storedBytes: 0,
        seconds: (Date.now() - started) / 1000,
        problems: [],
      };
      const warning =
        options.format === 'zip' ? ['It is not encrypted.'] : ['It opens with the secret of this site.'];
      output.answer(document, [`Wrote ${backup.documentId} (${formatBytes(size)}).`, ...warning]);
    });
}
