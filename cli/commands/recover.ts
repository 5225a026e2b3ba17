import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { backupDocument, backupLine, problemLines, setExitCode } from './summary';

interface RecoverOptions {
  project: string;
  adopt?: boolean;
  fork?: boolean;
}

export function addRecover(program: Command, output: Output): Command {
  return program
    .command('recover')
    .description('Rebuild the list of backups from the storage')
    .option('--adopt', 'this site goes on with them: it may delete what the one before wrote')
    .option('--fork', 'this site writes beside the other one, and deletes nothing of it')
    .action(async ({ project, adopt, fork }: RecoverOptions) => {
      if (adopt && fork) throw new UsageError('--adopt and --fork exclude each other.', 'Choose one.');
      const mode = adopt ? 'adopt' : fork ? 'fork' : null;
      const started = Date.now();
      const { recovered, backups } = await withApp(async (strapi) => ({
        recovered: await pluginService(strapi, 'recovery').recover(mode),
        backups: await pluginService(strapi, 'backups').all(project),
      }));
      const { problems, repository, mode: joined, snapshots, otherSites } = recovered;
      const rebuilt = {
        backups: recovered.backups,
        versions: recovered.versions,
        projects: recovered.projects,
      };
      setExitCode(problems);
      const items = backups.map((backup) => backupDocument(backup, []));
      output.answer(
        {
          ok: problems.length === 0,
          project,
          state: problems.length === 0 ? 'succeeded' : 'partial',
          repository,
          mode: joined,
          snapshots,
          backups: items.map(({ ok: _ok, problems: _problems, ...item }) => item),
          rebuilt,
          otherSites,
          seconds: (Date.now() - started) / 1000,
          problems,
        },
        [
          `${snapshots} snapshots in the storage; ${rebuilt.backups} backups, ${rebuilt.versions} versions and ${rebuilt.projects} projects were put back into the list.`,
          ...JOINED[joined ?? 'none'],
          ...backups.map(backupLine),
          ...problemLines(problems),
        ],
      );
    });
}

const JOINED = {
  adopt: [
    'This site goes on with these backups. A site that used them before stops until it is told to recover, too.',
  ],
  fork: ['This site writes beside the other one, and deletes nothing of it.'],
  none: [],
};
