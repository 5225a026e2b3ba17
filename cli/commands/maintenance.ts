import type { Command } from 'commander';

import type {
  CleanUpResult,
  CompactSummary,
  MaintenanceAction,
  MaintenanceAnswer,
} from '../../shared/contracts/maintenance';
import type { RetentionResult } from '../../shared/contracts/retention';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { addHealth } from './health';
import { formatBytes } from './summary';

/** `health` has options of its own. */
type Action = Exclude<MaintenanceAction, 'health'>;

const ACTIONS: Record<Action, string> = {
  full: 'Clean up, remove what is not to be kept, check the health',
  cleanup: 'Remove what has expired: exports, tickets, old jobs, left files',
  retention: 'Remove the backups that are not to be kept',
  compact: 'Free what no backup needs any more',
};

interface Options {
  project: string;
  dryRun?: boolean;
}

export function addMaintenance(program: Command, output: Output): Command[] {
  const maintenance = program.command('maintenance').description('What a site otherwise does by itself');
  const commands = Object.entries(ACTIONS).map(([action, description]) =>
    maintenance
      .command(action)
      .description(description)
      .option('--dry-run', 'only say what would be done')
      .action((options: Options) => run(action as Action, options, output)),
  );
  return [...commands, addHealth(maintenance, output)];
}

async function run(action: Action, { project, dryRun = false }: Options, output: Output) {
  const answer = await withApp(async (strapi) => {
    const { slug } = await pluginService(strapi, 'projects').find(project);
    return pluginService(strapi, 'upkeep').maintenance(action, {
      dryRun,
      project: slug,
      follow: (started) => watchJob(strapi, output, started),
    });
  });
  const problems = answer.action === 'compact' ? answer.problems : [];
  const ok = problems.length === 0;
  const state = ok ? 'succeeded' : 'partial';
  output.answer({ ok, project, state, dryRun, ...answer, problems }, linesOf(answer));
}

function linesOf(answer: MaintenanceAnswer): string[] {
  if (answer.action === 'cleanup') return [cleanUpLine(answer)];
  if (answer.action === 'retention') return retentionLines(answer);
  if (answer.action === 'compact') return compactLines(answer);
  if (answer.action === 'health') return [`Health: ${answer.state}.`];
  return [
    ...linesOf({ ...answer.health, action: 'health', seconds: 0 }),
    cleanUpLine(answer.cleanup),
    ...retentionLines(answer.retention),
  ];
}

function cleanUpLine(done: CleanUpResult): string {
  const { exports, exportBytes, tickets, jobs, runs, activities, files } = done;
  return (
    `Removed ${exports} exports (${formatBytes(exportBytes)}), ${tickets} tickets, ${jobs} jobs, ${runs} runs of ` +
    `schedules, ${activities} lines of the activity log and ${files} left files.`
  );
}

function retentionLines({ dryRun, kept, removed, bytes, backups }: RetentionResult): string[] {
  const verb = dryRun ? 'Would remove' : 'Removed';
  return [
    `${verb} ${removed} and keep ${kept}; ${formatBytes(bytes)} freed at once.`,
    ...backups.map(({ documentId, createdAt, kind }) => `  - ${documentId}  ${createdAt}  ${kind}`),
  ];
}

function compactLines({ dryRun, objects, bytes, rewritten, waiting, problems }: CompactSummary): string[] {
  const freed = `${objects} objects, ${formatBytes(bytes)}`;
  const later = `${waiting.objects} objects, ${formatBytes(waiting.bytes)}`;
  return [
    dryRun
      ? `Would free ${freed}, and rewrite ${rewritten} packs.`
      : `Freed ${freed}; ${rewritten} packs rewritten.`,
    ...(waiting.until ? [`To be freed from ${waiting.until} on: ${later}.`] : []),
    ...problems.map(({ code, message }) => `  ! ${code}: ${message}`),
  ];
}
