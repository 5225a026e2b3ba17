import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { problemLines, setExitCode, versionDocument, versionLine } from './summary';

interface VersionOptions {
  project: string;
  label?: string;
  note?: string;
  pin?: boolean;
}

export function addVersion(program: Command, output: Output): Command {
  return program
    .command('version')
    .description('Make a version of the content now: numbered, without media bytes of its own')
    .option('--label <text>', 'what to call it')
    .option('--note <text>', 'what it is for')
    .option('--pin', 'keep it through every clean-up')
    .action(async ({ project, label, note, pin }: VersionOptions) => {
      const { version, problems } = await withApp(async (strapi) => {
        const request = { project, label, note, pinned: pin, author: null };
        return watchJob(strapi, output, await pluginService(strapi, 'versions').start(request));
      });
      setExitCode(problems);
      const unheld =
        version.unheldFiles > 0 ? [`  note: no backup holds ${version.unheldFiles} of its files yet.`] : [];
      output.answer(versionDocument(version, problems), [
        versionLine(version),
        ...unheld,
        ...problemLines(problems),
      ]);
    });
}
