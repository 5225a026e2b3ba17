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
  resume?: boolean;
}

export function addRecover(program: Command, output: Output): Command {
  return program
    .command('recover')
    .description('Rebuild the list of backups from the storage')
    .option('--adopt', 'this site goes on with them: it may delete what the one before wrote')
    .option('--fork', 'this site writes beside the other one, and deletes nothing of it')
    .option('--resume', 'schedules that come back go on at once; otherwise they are paused')
    .action(async ({ project, adopt, fork, resume }: RecoverOptions) => {
      if (adopt && fork) throw new UsageError('--adopt and --fork exclude each other.', 'Choose one.');
      const mode = adopt ? 'adopt' : fork ? 'fork' : null;
      const started = Date.now();
      const { recovered, resumed, backups } = await withApp(async (strapi) => ({
        recovered: await pluginService(strapi, 'recovery').recover(mode),
        resumed: resume ? await pluginService(strapi, 'schedules').resumeRecovered() : 0,
        backups: await pluginService(strapi, 'backups').all(project),
      }));
      const { problems, repository, mode: joined, storages, snapshots, otherSites } = recovered;
      const rebuilt = {
        backups: recovered.backups,
        versions: recovered.versions,
        projects: recovered.projects,
        members: recovered.members,
        schedules: recovered.schedules,
        templates: recovered.templates,
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
          storages,
          snapshots,
          backups: items.map(({ ok: _ok, problems: _problems, ...item }) => item),
          rebuilt,
          resumed,
          membersWaiting: recovered.membersWaiting,
          otherSites,
          seconds: (Date.now() - started) / 1000,
          problems,
        },
        [
          `${snapshots} snapshots in the storage; ${rebuilt.backups} backups, ${rebuilt.versions} versions and ${rebuilt.projects} projects were put back into the list.`,
          ...JOINED[joined ?? 'none'],
          ...scheduleLines(rebuilt, resumed),
          ...waitingLines(recovered.membersWaiting),
          ...backups.map(backupLine),
          ...problemLines(problems),
        ],
      );
    });
}

function scheduleLines(
  { schedules, templates }: { schedules: number; templates: number },
  resumed: number,
): string[] {
  if (schedules + templates === 0) return [];
  const state = resumed > 0 ? `${resumed} of them go on` : 'paused until they are resumed';
  return [`${schedules} schedules (${state}) and ${templates} templates came back.`];
}

function waitingLines(waiting: string[]): string[] {
  if (waiting.length === 0) return [];
  return [
    `${waiting.length} members of projects have no account here; make it, then recover once more:`,
    ...waiting.map((name) => `  ${name}`),
  ];
}

const JOINED = {
  adopt: [
    'This site goes on with these backups. A site that used them before stops until it is told to recover, too.',
  ],
  fork: ['This site writes beside the other one, and deletes nothing of it.'],
  none: [],
};
