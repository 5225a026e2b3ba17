import { resolve } from 'node:path';

import type { Command } from 'commander';
import { Option } from 'commander';

import type { ExportOptions } from '../../shared/contracts/exports';
import { COMMAND_LINE } from '../../server/src/services/exports/asker';
import { parseExportChoice } from '../../server/src/services/exports/export-choice';
import { pluginService } from '../../server/src/services/plugin-service';
import { withApp } from '../app';
import { failureOf, UsageError } from '../failure';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { formatBytes, problemLines, setExitCode } from './summary';

interface Words {
  project: string;
  format?: ExportOptions['format'];
  output: string;
  template?: string;
  status?: ExportOptions['status'];
  assets?: boolean;
  history?: boolean;
  versions?: boolean;
  components: boolean;
  type?: string[];
  document?: string[];
  field?: string[];
  locale?: string[];
  minify?: boolean;
  set: Record<string, unknown>;
}

/** Who has a shell on the server may read all of its content. */
export function addExport(program: Command, output: Output): Command {
  return program
    .command('export')
    .description('Write content into a file for people and programs; not a backup')
    .addOption(
      new Option('--format <format>', 'json, csv, zip or pdf; a template says it too').choices([
        'json',
        'csv',
        'pdf',
        'zip',
      ]),
    )
    .requiredOption(
      '--output <path>',
      'the file to write; one of that name is replaced once the new one is whole',
    )
    .option('--template <name>', 'id or name of a template; what is said beside it wins over it')
    .addOption(
      new Option('--status <status>', 'draft: what the editor sees').choices(['draft', 'published', 'all']),
    )
    .option('--assets', 'files of the media library too; a ZIP has them anyway')
    .option('--no-assets', 'none of them')
    .option('--history', 'the activity of the project and what changed in its entries, too')
    .option('--versions', 'a list of the versions of the project, too')
    .option('--no-components', 'leave components and dynamic zones out')
    .option('--type <uids>', 'only these content types', list)
    .option('--document <ids>', 'only these documents', list)
    .option('--field <names>', 'only these fields', list)
    .option('--locale <codes>', 'only these locales', list)
    .option('--minify', 'without line breaks and indents')
    .option('--set <key=value>', 'a setting of the format; may be given several times', setting, {})
    .action(async (words: Words) => {
      const started = Date.now();
      const options = optionsOf(words);
      refuseWrongWords(options);
      const path = resolve(words.output);
      const written = await withApp(async (strapi) => {
        const exports = pluginService(strapi, 'exports');
        const running = await exports.startFile(words.project, options, path, COMMAND_LINE);
        const { format, job } = running;
        return { id: job.documentId, format, ...(await watchJob(strapi, output, running)) };
      });
      const { id, format, counts, bytes, sha256, problems, extension } = written;
      setExitCode(problems);
      const document = {
        ok: problems.length === 0,
        id,
        project: words.project,
        state: problems.length === 0 ? 'succeeded' : 'partial',
        format,
        output: words.output,
        kind: extension,
        documents: counts.documents,
        records: counts.records,
        files: counts.files,
        bytes,
        storedBytes: 0,
        checksum: sha256,
        seconds: (Date.now() - started) / 1000,
        problems,
      };
      output.answer(document, [
        `Wrote ${counts.documents} documents and ${counts.files} files to ${words.output} (${formatBytes(bytes)}).`,
        ...(extension === 'zip' && format === 'csv' ? ['Several CSV files: it is a ZIP of them.'] : []),
        ...problemLines(problems),
      ]);
    });
}

function optionsOf(words: Words): Partial<ExportOptions> {
  return {
    // Without a template it is missed by name.
    ...(words.format ? { format: words.format } : {}),
    ...(words.components ? {} : { includeComponents: false }),
    ...(Object.keys(words.set).length > 0 ? { customSettings: words.set } : {}),
    ...(words.assets === undefined ? {} : { includeAssets: words.assets }),
    ...(words.history ? { includeHistory: true } : {}),
    ...(words.versions ? { includeVersions: true } : {}),
    ...(words.minify ? { minify: true } : {}),
    ...(words.template === undefined ? {} : { template: words.template }),
    ...(words.status ? { status: words.status } : {}),
    ...(words.type ? { contentTypes: words.type } : {}),
    ...(words.document ? { documentIds: words.document } : {}),
    ...(words.field ? { fields: words.field } : {}),
    ...(words.locale ? { locales: words.locale } : {}),
  };
}

function list(text: string, before: string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}

function setting(text: string, before: Record<string, unknown>): Record<string, unknown> {
  const [, key, value] = /^([A-Za-z][A-Za-z0-9]*)=([\s\S]*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new UsageError(`--set takes key=value, not "${text}".`, 'For example --set delimiter=;');
  return { ...before, [key]: typed(value) };
}

function typed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return value === '\\t' ? '\t' : value;
}

/** Words that no export can be made of are wrong usage, and said before the app is booted. */
function refuseWrongWords(options: Partial<ExportOptions>): void {
  // What a template says is known only then.
  if (options.template !== undefined) return;
  try {
    parseExportChoice(options);
  } catch (error) {
    const { code, message, hint } = failureOf(error);
    throw code === 'request_invalid' ? new UsageError(message, hint) : error;
  }
}
