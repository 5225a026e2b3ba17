import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { addHealth } from './health';
import { formatBytes, problemLines } from './summary';

export function addMaintenance(program: Command, output: Output): Command[] {
  const maintenance = program.command('maintenance').description('Keep the storage tidy');
  return [addCompact(maintenance, output), addHealth(maintenance, output)];
}

function addCompact(maintenance: Command, output: Output): Command {
  return maintenance
    .command('compact')
    .description('Free what no backup needs any more')
    .option('--dry-run', 'only say what would be freed')
    .action(async ({ project, dryRun = false }: { project: string; dryRun?: boolean }) => {
      const started = Date.now();
      const result = await withApp(async (strapi) =>
        watchJob(strapi, output, await pluginService(strapi, 'maintenance').compact({ dryRun })),
      );
      const { objects, bytes, rewritten, copiedBytes, waiting, problems } = result;
      const freed = `${objects} objects, ${formatBytes(bytes)}`;
      const later = `${waiting.objects} objects, ${formatBytes(waiting.bytes)}`;
      output.answer(
        {
          ok: problems.length === 0,
          project,
          state: problems.length === 0 ? 'succeeded' : 'partial',
          dryRun,
          objects,
          bytes,
          rewritten,
          copiedBytes,
          waiting,
          seconds: (Date.now() - started) / 1000,
          problems,
        },
        [
          dryRun
            ? `Would free ${freed}, and rewrite ${rewritten} packs.`
            : `Freed ${freed}; ${rewritten} packs rewritten.`,
          ...(waiting.until ? [`To be freed from ${waiting.until} on: ${later}.`] : []),
          ...problemLines(problems),
        ],
      );
    });
}
