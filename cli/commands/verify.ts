import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { formatBytes, problemLines } from './summary';

export function addVerify(program: Command, output: Output): Command {
  return program
    .command('verify')
    .description('Read backups again to the last byte and report damage by name')
    .argument('[id]', 'documentId of a backup, or latest; all when left out')
    .action(async (id: string | undefined, { project }: { project: string }) => {
      const started = Date.now();
      const { backup, result } = await withApp(async (strapi) => {
        const backups = pluginService(strapi, 'backups');
        return {
          backup: id ? await backups.find(id, project) : null,
          result: await watchJob(strapi, output, await backups.verify(id ?? null, null, project)),
        };
      });
      const { objects, bytes, problems } = result;
      const ok = problems.length === 0;
      process.exitCode = ok ? 0 : 1;
      const what = `${objects} objects, ${formatBytes(bytes)}`;
      output.answer(
        {
          ok,
          id: backup?.documentId ?? null,
          project: backup?.project ?? project,
          state: ok ? 'succeeded' : 'failed',
          documents: backup?.documents ?? null,
          files: backup?.files ?? null,
          objects,
          bytes,
          storedBytes: bytes,
          seconds: (Date.now() - started) / 1000,
          problems,
        },
        [ok ? `Every byte is good: ${what}.` : `Damage found in ${what}:`, ...problemLines(problems)],
      );
    });
}
