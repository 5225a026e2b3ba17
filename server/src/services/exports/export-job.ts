import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Problem } from '../../../../shared/contracts/errors';
import type { Export } from '../../../../shared/contracts/exports';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { AnyExportRequest, WrittenExport } from '../../core/exports/write-export';
import { safePart } from '../../core/files/safe-names';
import { PROJECT_FAILED } from '../../core/formats/make-bundle';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { describe, lost } from '../jobs/job-errors';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import { projectPlan } from '../projects/project-scope';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { compileBundle } from './compile-bundle';
import { compileRow } from './compile-row';
import { toExport } from './export-row';
import type { ExportRow } from './export-row';
import { keptUntil, newPieceSet } from './export-store';
import type { ExportStore } from './export-store';
import { withoutSpace } from './without-space';
import { withAnnexFolder } from './write-annexes';
import { writeExportFile } from './write-export-file';

const exportInput = z.object({ exportId: z.string().min(1) });

export type ExportInput = z.infer<typeof exportInput>;

export interface ExportOutcome extends JobOutcome {
  export: Export;
}

const CONTENT_TYPES: Record<WrittenExport['extension'], string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
  pdf: 'application/pdf',
};

/**
 * Makes the file of an export that was asked for, in whichever process takes it. Nothing of the request crosses but the
 * row: what it may hold is worked out again from who asked and what they may read now.
 *
 * Begun again, it makes the file anew, after what is left of the try before: the content may have changed, and a file is
 * of one instant.
 */
export function exportJob(strapi: Core.Strapi, store: ExportStore): JobKind<ExportInput> {
  const run = (context: JobContext<ExportInput>): Promise<ExportOutcome> =>
    withAnnexFolder(strapi, context.documentId, (folder) => runIn(folder, context)).catch(
      (error: unknown) => {
        throw withoutSpace(error);
      },
    );

  async function runIn(folder: string, context: JobContext<ExportInput>): Promise<ExportOutcome> {
    const found = await store.find(context.input.exportId);
    if (!found) throw gone(context.input.exportId);
    // Its process died between the end of the work and the end of the job.
    if (found.checksum !== null) return outcomeOf(found);
    const failed: Problem[] = [];
    for (;;) {
      const plan = found.projects ? compileReadPlan(strapi) : await projectPlan(strapi, found.project);
      const request = found.projects
        ? await compileBundle(strapi, found, failed, folder)
        : await compileRow(strapi, plan, found, folder);
      const row = await beginTry(found, context);
      try {
        return await fill(row, plan, request, context);
      } catch (error) {
        await store.removePieces(row);
        const problem = projectFailure(error);
        if (!problem) throw error;
        failed.push(problem);
        context.log(`${problem.item}: ${problem.message} The others are written without it.`, 'warn');
      }
    }
  }

  async function beginTry(found: ExportRow, context: JobContext): Promise<ExportRow> {
    await store.removePieces(found);
    await context.assertHeld();
    const fresh = {
      state: 'running' as const,
      jobId: context.documentId,
      pieceSet: newPieceSet(),
      reserved: 0,
      problems: [],
      error: null,
      finishedAt: null,
      expiresAt: null,
    };
    await store.update(found, fresh);
    return { ...found, ...fresh };
  }

  async function fill(
    row: ExportRow,
    plan: ReadPlan,
    request: AnyExportRequest,
    context: JobContext,
  ): Promise<ExportOutcome> {
    const must = async (data: Partial<ExportRow>) => {
      if (!(await store.updateOwn(row, data))) throw lost(context.documentId);
    };
    const place = await store.placeOf(row);
    const reserve = (reserved: number) => must({ reserved });
    const target = { kind: 'storage' as const, place, reserve };
    const written = await writeExportFile(strapi, plan, request, target, context);
    const finishedAt = new Date();
    await context.assertHeld();
    await must({
      state: written.problems.length > 0 ? 'partial' : 'succeeded',
      fileName: fileNameOf(request, written),
      contentType: CONTENT_TYPES[written.extension],
      bytes: written.bytes,
      storedBytes: written.storedBytes,
      checksum: written.sha256,
      pieces: written.pieces,
      reserved: written.pieces,
      ...written.counts,
      problems: written.problems,
      finishedAt: finishedAt.toISOString(),
      expiresAt: keptUntil(strapi, finishedAt),
    });
    const { documents, files } = written.counts;
    context.log(`Wrote ${documents} documents and ${files} files, ${written.bytes} bytes.`);
    const done = await store.find(row.documentId);
    if (!done) throw gone(row.documentId);
    return outcomeOf(done);
  }

  return {
    kind: 'export',
    right: 'export',
    writes: false,
    resumable: true,
    retries: 2,
    parse: (input) => exportInput.parse(input),
    run,
    async ended(job, error) {
      const row = await store.rows().findOne({ where: { jobId: job.documentId } });
      if (row?.state === 'running') await store.fail(row, describe(error));
    },
  };
}

function outcomeOf(row: ExportRow): ExportOutcome {
  return { export: toExport(row), problems: row.problems ?? [] };
}

/** `site-article-2026-11-22T10-00-00.csv`, or without the type where there are several. */
function fileNameOf(request: AnyExportRequest, { extension }: WrittenExport): string {
  const { createdAt } = 'parts' in request ? request : request.head;
  const stamp = createdAt.replace(/[:.]/g, '-').slice(0, 19);
  return `${safePart(subjectOf(request))}-${stamp}.${extension}`;
}

function subjectOf(request: AnyExportRequest): string {
  if ('parts' in request) return 'projects';
  const { head, types } = request;
  const [only] = types;
  return types.length === 1 && only ? `${head.project}-${only.name}` : head.project;
}

/** Of an error of one project among several; null for one that ends the whole work. */
function projectFailure(error: unknown): Problem | null {
  const { code, message, item } = asKeepsakeError(error);
  return code === PROJECT_FAILED ? { code, message, item } : null;
}

function gone(exportId: string): KeepsakeError {
  return new KeepsakeError('export_unknown', 'The export that this job was to make is gone.', {
    hint: 'Make a new one. An export is removed when it has expired, or by who may delete it.',
    item: exportId,
  });
}
