import { writeFileSync } from 'node:fs';

import type { Command } from 'commander';

import { kitHtml, kitText } from '../../server/src/core/repository/recovery-kit';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { formatBytes, problemLines, setExitCode } from './summary';

export function addKey(program: Command, output: Output): Command[] {
  const key = program.command('key').description('Change the keys, or print the recovery kit');
  return [addRotate(key, output), addKit(key, output)];
}

function addRotate(key: Command, output: Output): Command {
  return key
    .command('rotate')
    .description('Add a data key, and lock the keys under the secrets that are configured now')
    .option(
      '--all',
      'encrypt everything that is stored anew; needs room for it once more until the old is freed',
    )
    .action(async ({ project, all }: { project: string; all?: boolean }) => {
      const started = Date.now();
      const result = await withApp(async (strapi) =>
        watchJob(strapi, output, await pluginService(strapi, 'maintenance').rotateKeys({ all })),
      );
      const { generation, secrets, objects, bytes, problems } = result;
      setExitCode(problems);
      output.answer(
        {
          ok: problems.length === 0,
          project,
          state: problems.length === 0 ? 'succeeded' : 'partial',
          generation,
          secrets,
          objects,
          bytes,
          seconds: (Date.now() - started) / 1000,
          problems,
        },
        [
          `Data key ${generation} writes from now on; ${secrets === 1 ? 'one secret opens' : `${secrets} secrets open`} the backups, and no other does.`,
          ...(all ? [`${objects} objects (${formatBytes(bytes)}) were encrypted anew.`] : []),
          ...(all ? ['Exports of before can no longer be downloaded; make them again.'] : []),
          ...problemLines(problems),
          'Restart servers that run with another secret, and print the recovery kit again: keepsake key kit.',
        ],
      );
    });
}

function addKit(key: Command, output: Output): Command {
  return key
    .command('kit')
    .description('Print what is needed for a recovery besides the secret')
    .option('--html <file>', 'write it as a page to print')
    .action(async ({ project, html }: { project: string; html?: string }) => {
      const kit = await withApp((strapi) => pluginService(strapi, 'recovery').kit());
      if (html !== undefined) writeFileSync(html, kitHtml(kit), { mode: 0o600 });
      output.answer(
        { ok: true, project, state: 'succeeded', problems: [], ...kit },
        html === undefined ? [kitText(kit)] : [`The recovery kit is in ${html}.`],
      );
    });
}
