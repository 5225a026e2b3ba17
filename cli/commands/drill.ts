import type { Command } from 'commander';

import { pluginService } from '../../server/src/services/plugin-service';
import type { DrillReport } from '../../shared/contracts/drills';
import { withApp } from '../app';
import type { Output } from '../output';
import { watchJob } from '../watch-job';
import { formatBytes, problemLines } from './summary';

const EXIT_CODES = { passed: 0, failed: 1, unproven: 3 } as const;
const STATES = { passed: 'succeeded', failed: 'failed', unproven: 'partial' } as const;

export function addDrill(program: Command, output: Output): Command {
  return program
    .command('drill')
    .description('Prove a backup: restore it into a scratch place, compare everything, drop it')
    .argument('[id]', 'documentId of a backup; the latest when left out', 'latest')
    .action(async (id: string, { project }: { project: string }) => {
      const { backup, report, problems } = await withApp(async (strapi) =>
        watchJob(strapi, output, await pluginService(strapi, 'drills').start(id, null, project)),
      );
      process.exitCode = EXIT_CODES[report.state];
      output.answer(
        {
          ok: report.state === 'passed',
          id: backup.documentId,
          project: backup.project,
          state: STATES[report.state],
          documents: report.documents,
          records: report.records,
          files: report.files,
          bytes: report.bytes,
          storedBytes: backup.storedBytes,
          seconds: report.seconds,
          place: report.place,
          provenAt: backup.provenAt,
          differences: report.differenceCount,
          problems,
        },
        [headline(report), ...problemLines(problems)],
      );
    });
}

function headline({ state, documents, records, files, bytes, place, differenceCount }: DrillReport): string {
  const what = `${documents} documents (${records} records) and ${files} files (${formatBytes(bytes)})`;
  if (state === 'failed') return `The backup does not come back as it was: ${differenceCount} differences.`;
  const where = `restored on ${place}, compared and dropped`;
  if (state === 'passed') return `Proven: ${what} ${where}; nothing differs.`;
  return `Not proven: ${what} ${where}; what could not be compared is named below.`;
}
