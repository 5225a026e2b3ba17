import { existsSync } from 'node:fs';

import type { Command } from 'commander';

import type { DiffCounts, DiffItem, SnapshotDiff } from '../../shared/contracts/diffs';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import { UsageError } from '../failure';
import type { Output } from '../output';
import { taken, writeWhole } from '../write-whole';
import { problemLines, setExitCode } from './summary';

/** Entries that people are shown; with `--json` come the first 500. */
const MOST_LINES = 50;

interface DiffOptions {
  project: string;
  output?: string;
}

/** A command line of the server itself; passwords and tokens are shown to nobody. */
const SEES_ALL = { showsPrivate: true, ability: null };

export function addDiff(program: Command, output: Output): Command {
  return program
    .command('diff')
    .description('Say what changed from one backup or version to another, or to the live content')
    .argument('<a>', 'documentId of a backup or version, or latest')
    .argument('<b>', 'the same, or live')
    .option('--output <path>', 'write all of it into this file as JSON, field by field')
    .action(async (a: string, b: string, { project, output: path }: DiffOptions) => {
      if (a === 'live')
        throw new UsageError('The live content can only be the second one.', 'Try: keepsake diff <id> live');
      if (path !== undefined && existsSync(path)) throw taken(path);
      const { before, after, diff, fingerprint, problems, seconds } = await withApp(async (strapi) => {
        const computed = await pluginService(strapi, 'diffs').compute({ before: a, after: b, project });
        if (path !== undefined)
          await writeWhole(await pluginService(strapi, 'diffs').fileOf(computed, SEES_ALL), path);
        return computed;
      });
      setExitCode(problems);
      const { files } = diff;
      const document = {
        ok: problems.length === 0,
        id: before.documentId,
        project: before.project,
        state: problems.length === 0 ? 'succeeded' : 'partial',
        before: before.documentId,
        after: after?.documentId ?? 'live',
        same: diff.same,
        counts: diff.counts,
        documents: diff.documents,
        files: files && changedOf(files.counts),
        fileCounts: files?.counts ?? null,
        types: diff.types,
        schema: diff.schema,
        items: diff.items,
        changedFiles: files?.items ?? null,
        truncated: diff.truncated,
        fingerprint,
        output: path ?? null,
        seconds,
        problems,
      };
      const to = after ? `${after.documentId} (${after.createdAt})` : 'the live content';
      output.answer(document, [
        `From ${before.documentId} (${before.createdAt}) to ${to}:`,
        ...problemLines(problems),
        ...diffLines(diff),
        ...(path === undefined ? [] : [`Wrote all of it to ${path}.`]),
      ]);
    });
}

function diffLines({ same, counts, documents, types, schema, files, items }: SnapshotDiff): string[] {
  if (same) return ['  Nothing differs.'];
  const differing = types.filter((type) => changedOf(type.counts) > 0);
  const shown = items.slice(0, MOST_LINES);
  const more = changedOf(counts) - shown.length;
  return [
    `  ${countsText(counts)} records of ${documents} documents`,
    ...(files ? [`  ${countsText(files.counts)} stored files`] : []),
    ...differing.map((type) => `  ${type.uid}: ${countsText(type.counts)}`),
    ...schema.map(({ kind, uid, field, before, after }) => {
      const change = before !== null && after !== null ? `: ${before}, now ${after}` : '';
      return `  schema: ${field ? `${uid}.${field}` : uid} ${kind}${change}`;
    }),
    ...shown.map(itemLine),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function itemLine({ kind, uid, documentId, locale, status, label }: DiffItem): string {
  const sign = { added: '+', removed: '-', changed: '~' }[kind];
  const place = [uid, documentId, locale, status].filter(Boolean).join(' ');
  // What somebody typed must not steer a terminal.
  const plain = label.replace(/\p{C}/gu, ' ');
  return `  ${sign} ${place}${plain ? `  ${plain}` : ''}`;
}

function countsText({ added, removed, changed }: DiffCounts): string {
  return `+${added} -${removed} ~${changed}`;
}

function changedOf({ added, removed, changed }: DiffCounts): number {
  return added + removed + changed;
}
