import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { formatBytes, problemLines } from './summary';

/** A percentage, with its sign or without, as a share of 1; throws `UsageError` for what is not over 0 and at most 100. */
function parseShare(text: string): number {
  const [, number = ''] = /^(\d+(?:\.\d+)?)%?$/.exec(text.trim()) ?? [];
  const share = Number(number) / 100;
  if (share > 0 && share <= 1) return share;
  throw new UsageError(
    `"${text}" is not a share of the backups.`,
    'Give it in percent, such as --sample 5%.',
  );
}

export function addVerify(program: Command, output: Output): Command {
  return program
    .command('verify')
    .description('Read backups again to the last byte and report damage by name')
    .argument('[id]', 'documentId of a backup or version, or latest; all when left out')
    .option('--sample <share>', 'read only this share, such as 5%, and what was checked longest ago first')
    .action(async (id: string | undefined, { project, sample }: { project: string; sample?: string }) => {
      const share = sample === undefined ? undefined : parseShare(sample);
      const started = Date.now();
      const { backup, result } = await withApp(async (strapi) => {
        const backups = pluginService(strapi, 'backups');
        return {
          backup: id ? await pluginService(strapi, 'snapshots').find(id, project) : null,
          result: await watchJob(strapi, output, await backups.verify(id ?? null, null, project, share)),
        };
      });
      const { objects, bytes, broken, problems } = result;
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
          sample: share ?? null,
          objects,
          bytes,
          storedBytes: bytes,
          seconds: (Date.now() - started) / 1000,
          broken,
          problems,
        },
        [
          ok ? `Every byte is good: ${what}.` : `Damage found in ${what}:`,
          ...problemLines(problems),
          ...broken.map(({ message }) => `  ! ${message}`),
        ],
      );
    });
}
