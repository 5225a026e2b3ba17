import type { Command } from 'commander';

import { COMMAND_LINE } from '../../server/src/services/imports/importer';
import { pluginService } from '../../server/src/services/plugin-service';
import { askSecret } from '../ask-secret';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { restoreOptions, runRestore, type RestoreOptions } from './restore';

/** Who has a shell on the server may do what a super admin may. */
export function addImport(program: Command, output: Output): Command {
  const command = program
    .command('import')
    .description('Bring content in from a file: an archive, a readable ZIP, JSON or CSV')
    .argument(
      '<file>',
      'a *.keepsake archive, a ZIP that was downloaded from a backup, or an export as ZIP, JSON or CSV',
    )
    .option('--secret-file <path>', 'file that holds the secret of an archive from elsewhere');
  return restoreOptions(command).action((file: string, options: RestoreOptions & { secretFile?: string }) =>
    runRestore(output, options, async (strapi) => {
      const opened = await pluginService(strapi, 'imports').open(file, COMMAND_LINE, () =>
        askSecret(options.secretFile),
      );
      return {
        async plan(selection) {
          const plan = await opened.plan(selection);
          // Its records are claims, written one by one through Strapi, which knows nothing of projects.
          if (plan.trust !== 'own' && options.project !== 'site')
            throw new UsageError(
              `This file was not made by this site and cannot be imported into the project ${options.project}.`,
              'Leave --project out: what may be written follows the content rights alone.',
            );
          return plan;
        },
        start: (request) => opened.start(request),
        close: () => opened.close(),
      };
    }),
  );
}
