import { createInterface } from 'node:readline/promises';

import type { Core } from '@strapi/strapi';
import type { Command } from 'commander';
import { Option } from 'commander';

import type { RestoreMode, RestorePlan, RestoreSelection } from '../../shared/contracts/restores';
import type { StartedJob } from '../../server/src/services/jobs/job-service';
import type { RestoreOutcome, RestoreRequest } from '../../server/src/services/restores/restore-service';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { problemLines, setExitCode } from './summary';

export interface RestoreOptions {
  project: string;
  mode: RestoreMode;
  only?: string[];
  document?: string[];
  locale?: string[];
  status?: 'draft' | 'published';
  field?: string[];
  withInverse?: boolean;
  emitEvents?: boolean;
  onConflict: 'stop' | 'skip' | 'rename';
  users?: boolean;
  settings?: boolean;
  preserveIds?: boolean;
  safety: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** What is restored, from wherever it comes. */
export interface Restoring {
  plan(selection: RestoreSelection): Promise<RestorePlan>;
  start(request: ConfirmedRestore): Promise<StartedJob<RestoreOutcome>>;
  close?(): Promise<void>;
}

export type ConfirmedRestore = Pick<
  RestoreRequest,
  'backupId' | 'selection' | 'fingerprint' | 'safety' | 'preserveIds' | 'emitEvents' | 'startedBy'
>;

export function addRestore(program: Command, output: Output): Command {
  const command = program
    .command('restore')
    .description('Bring content back from a backup')
    .argument('<id>', 'documentId of a backup or version, or latest');
  return restoreOptions(command).action((id: string, options: RestoreOptions) =>
    runRestore(output, options, async (strapi) => {
      const restores = pluginService(strapi, 'restores');
      return {
        plan: (selection) => restores.plan(id, selection, options.project),
        start: (request) => restores.start(request),
      };
    }),
  );
}

/** The same for a restore and an import. */
export function restoreOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--mode <mode>',
        'skip: only what is missing; overwrite: also what changed; mirror: also remove the rest',
      )
        .choices(['skip', 'overwrite', 'mirror'])
        .default('skip'),
    )
    .option('--only <uids>', 'content types, with commas between', commaList)
    .option('--document <ids>', 'documentIds, with commas between', commaList)
    .option('--locale <codes>', 'locales, with commas between', commaList)
    .addOption(
      new Option('--status <status>', 'only drafts or only published entries').choices([
        'draft',
        'published',
      ]),
    )
    .option(
      '--field <names>',
      'of entries that exist, write only these fields, with commas between',
      commaList,
    )
    .option('--with-inverse', 'give entries that come back the links that others had to them')
    .addOption(
      new Option('--on-conflict <what>', 'when a unique value is taken by another entry now')
        .choices(['stop', 'skip', 'rename'])
        .default('stop'),
    )
    .option('--users', 'write end users too')
    .option('--settings', 'write roles, permissions, plugin settings and webhooks too')
    .option('--preserve-ids', 'give new rows the ids they had, where those are free')
    .option('--emit-events', "send Strapi's entry events for what was written")
    .option('--no-safety', 'make no safety backup first')
    .option('--dry-run', 'only say what would change')
    .option('--yes', 'do not ask');
}

/** Previews, asks, restores and answers. */
export async function runRestore(
  output: Output,
  options: RestoreOptions,
  open: (strapi: Core.Strapi) => Promise<Restoring>,
): Promise<void> {
  if (!options.dryRun && !options.yes && !process.stdin.isTTY) {
    throw new UsageError(
      'A restore changes content and was not confirmed.',
      'Add --yes, or --dry-run to look first.',
    );
  }
  await withApp(async (strapi) => {
    const started = Date.now();
    const restoring = await open(strapi);
    try {
      const plan = await restoring.plan(selectionOf(options));
      if (options.dryRun) return answerPlan(output, options.project, plan);
      if (!options.yes) await confirm(options.project, plan);
      const job = await restoring.start({
        backupId: plan.backupId,
        selection: selectionOf(options),
        fingerprint: plan.fingerprint,
        safety: options.safety,
        preserveIds: options.preserveIds ?? false,
        emitEvents: options.emitEvents ?? false,
        startedBy: null,
      });
      const outcome = await watchJob(strapi, output, job);
      setExitCode(outcome.problems);
      const document = {
        ...planDocument(options.project, outcome.plan),
        ok: outcome.problems.length === 0,
        state: outcome.problems.length === 0 ? 'succeeded' : 'partial',
        safetyBackupId: outcome.safetyBackup?.documentId ?? null,
        storedBytes: outcome.safetyBackup?.storedBytes ?? 0,
        seconds: (Date.now() - started) / 1000,
        problems: outcome.problems,
      };
      const undo = outcome.safetyBackup
        ? [`To undo: ${undoCommand(outcome.safetyBackup.documentId, options, outcome.plan)}`]
        : [];
      output.answer(document, [
        'Restored.',
        ...planLines(outcome.plan),
        ...problemLines(outcome.problems),
        ...undo,
      ]);
    } finally {
      await restoring.close?.();
    }
  });
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function selectionOf(options: RestoreOptions): RestoreSelection {
  return {
    mode: options.mode,
    contentTypes: options.only,
    documentIds: options.document,
    locales: options.locale,
    status: options.status,
    fields: options.field,
    withInverse: options.withInverse,
    onConflict: options.onConflict,
    users: options.users,
    settings: options.settings,
  };
}

/** The same part, exactly as it was; without the fields, since entries that came back whole have to go again. */
function undoCommand(safetyBackupId: string, options: RestoreOptions, { added }: RestorePlan): string {
  const { only, document, locale, status } = options;
  const users = options.users || added?.includes('users');
  const settings = options.settings || added?.includes('settings');
  const parts = [`keepsake restore ${safetyBackupId} --mode mirror`];
  if (options.project !== 'site') parts.push(`--project ${options.project}`);
  if (only) parts.push(`--only ${only.join(',')}`);
  if (document) parts.push(`--document ${document.join(',')}`);
  if (locale) parts.push(`--locale ${locale.join(',')}`);
  if (status) parts.push(`--status ${status}`);
  if (users) parts.push('--users');
  if (settings) parts.push('--settings');
  return parts.join(' ');
}

function answerPlan(output: Output, project: string, plan: RestorePlan): void {
  const blocked = plan.blockers.length > 0;
  process.exitCode = blocked ? 1 : 0;
  output.answer({ ...planDocument(project, plan), ok: !blocked, dryRun: true }, [
    'A restore would do this (nothing was changed):',
    ...planLines(plan),
    ...problemLines([...plan.blockers, ...plan.problems]),
  ]);
}

function planDocument(project: string, plan: RestorePlan): Record<string, unknown> {
  const { counts, types, items, files, truncated, problems, blockers } = plan;
  return {
    ok: true,
    id: plan.backupId,
    project,
    mode: plan.mode,
    added: plan.added ?? [],
    state: 'planned',
    documents: new Set(items.map(({ uid, documentId }) => `${uid} ${documentId}`)).size,
    files: counts.files,
    bytes: 0,
    storedBytes: 0,
    seconds: 0,
    counts,
    types,
    items,
    changedFiles: files,
    truncated,
    blockers,
    problems,
  };
}

function planLines({ counts, types, added = [] }: RestorePlan): string[] {
  const changed = types.filter((type) => type.create + type.update + type.delete > 0);
  return [
    `  ${counts.create} created, ${counts.update} updated, ${counts.delete} deleted, ` +
      `${counts.unchanged} unchanged, ${counts.files} files` +
      (counts.links > 0 ? `, ${counts.links} links of other entries` : ''),
    ...(added.length > 0 ? [`  with ${added.join(' and ')}, since this site holds no content yet`] : []),
    ...changed.map((type) => `  ${type.uid}: +${type.create} ~${type.update} -${type.delete}`),
  ];
}

async function confirm(project: string, plan: RestorePlan): Promise<void> {
  process.stderr.write(`${planLines(plan).join('\n')}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Type ${project} to restore: `);
  terminal.close();
  if (answer.trim() !== project)
    throw new UsageError('Not confirmed; nothing was changed.', `Type ${project}, or add --yes.`);
}
