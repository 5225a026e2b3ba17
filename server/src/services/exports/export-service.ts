import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import type { Export, ExportFormatName, ExportFormatState } from '../../../../shared/contracts/exports';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { readStoredExport, removeStoredExport } from '../../core/exports/stored-export';
import type { ExportPlace } from '../../core/exports/stored-export';
import { writeExport } from '../../core/exports/write-export';
import type { ExportTarget, WrittenExport } from '../../core/exports/write-export';
import { safePart } from '../../core/files/safe-names';
import type { ExportRequest } from '../../core/formats/export-request';
import { decodeKeyRing } from '../../core/repository/keys';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { pluginVersion } from '../../plugin-version';
import { writeExportInThread } from '../../worker/write-export-in-thread';
import { describe } from '../jobs/job-errors';
import type { JobContext, JobOutcome } from '../jobs/job-kinds';
import type { StartedJob } from '../jobs/job-service';
import { createStrapiMediaStore } from '../media/strapi-media-store';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { openConsistentRead } from '../snapshots/consistent-read';
import type { Asker } from './asker';
import { compileExport } from './compile-export';
import { parseExportChoice, PDF_REASON } from './export-choice';
import type { ExportChoice } from './export-choice';
import { toExport } from './export-row';
import type { ExportRow } from './export-row';

/**
 * An export is a file of content for people and programs, made by a job and kept for some days.
 *
 *   running ──written──▶ succeeded | partial (problems named) ──expires──▶ removed, pieces and row
 *      ├──its job fails or is cancelled──▶ failed (error), its pieces removed
 *      └──its process dies──▶ failed at the next clean-up, its pieces removed
 */
export interface ExportService {
  /**
   * Starts an export into the storage as a job. Throws `project_unknown`, what `parseExportChoice` and `compileExport`
   * throw, and what opening the repository throws.
   */
  start(project: string, options: unknown, asker: Asker): Promise<StartedExport>;
  /** The same into a file of this machine, of which nothing is kept. */
  startFile(project: string, options: unknown, path: string, asker: Asker): Promise<StartedFile>;
  list(asker: Asker, page: number, pageSize: number): Promise<{ exports: Export[]; total: number }>;
  /** Throws `export_unknown`, for another's export too. */
  find(documentId: string, asker: Asker): Promise<Export>;
  /** Throws what `find` throws, `export_unfinished` and `export_expired`. */
  open(documentId: string, asker: Asker): Promise<OpenedExport>;
  /** Throws what `find` throws, and `export_unfinished` while it is being made. */
  remove(documentId: string, asker: Asker): Promise<{ documentId: string }>;
  /** Removes what has expired, and what jobs left behind that no longer run. */
  cleanUp(): Promise<{ removed: number; bytes: number }>;
  formats(): ExportFormatState[];
}

export interface ExportOutcome extends JobOutcome {
  export: Export;
}

export interface FileOutcome extends JobOutcome, WrittenExport {}

export interface StartedFile extends StartedJob<FileOutcome> {
  format: ExportFormatName;
}

export interface StartedExport extends StartedJob<ExportOutcome> {
  exportId: string;
}

export interface OpenedExport {
  documentId: string;
  /** Slug of the project. */
  project: string;
  fileName: string;
  contentType: string;
  bytes: number;
  checksum: string;
  /** The bytes from `start` up to `end`, which is not among them; read from the storage as they are asked for. */
  read(start: number, end: number): Readable;
}

const UID = 'plugin::keepsake.export';
const DAY_MS = 24 * 60 * 60 * 1000;
/** An export without a job is one whose process died between the two, or is about to have one. */
const WITHOUT_JOB_MS = 60_000;

const CONTENT_TYPES: Record<WrittenExport['extension'], string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
};

export function createExportService({ strapi }: { strapi: Core.Strapi }): ExportService {
  const rows = () => ownRows<ExportRow>(strapi, UID);

  const service: ExportService = {
    async start(idOrSlug, options, asker) {
      const project = await pluginService(strapi, 'projects').find(idOrSlug);
      const choice = await chosen(project.slug, options, asker);
      const plan = compileReadPlan(strapi);
      const createdAt = new Date().toISOString();
      // What is wrong with the choice, the secret or the storage is said now, not by a job that fails later.
      const request = await compile(plan, choice, asker, project.slug, '');
      await pluginService(strapi, 'repository').open();
      await cleanUpFirst();
      const row = await rows().create({
        data: {
          project: project.slug,
          state: 'running',
          format: choice.options.format,
          options: choice.options,
          author: asker.name,
          ownerId: asker.id,
        },
      });
      const head = { ...request.head, id: row.documentId, createdAt };
      const job = { type: 'export' as const, project: project.slug, backupId: null, startedBy: asker.name };
      const started = await pluginService(strapi, 'jobs').start<ExportOutcome>(job, async (context) => {
        await update(row, { jobId: context.documentId });
        return finishing(row, () => fill(row, plan, { ...request, head }, context));
      });
      return { ...started, exportId: row.documentId };
    },

    async startFile(idOrSlug, options, path, asker) {
      const project = await pluginService(strapi, 'projects').find(idOrSlug);
      const choice = await chosen(project.slug, options, asker);
      const plan = compileReadPlan(strapi);
      const request = await compile(plan, choice, asker, project.slug, '');
      const job = { type: 'export' as const, project: project.slug, backupId: null, startedBy: asker.name };
      const started = await pluginService(strapi, 'jobs').start<FileOutcome>(job, (context) => {
        const head = { ...request.head, id: context.documentId };
        return write(plan, { ...request, head }, { kind: 'file', path }, context);
      });
      return { ...started, format: choice.options.format };
    },

    async list(asker, page, pageSize) {
      const where = asker.isSuperAdmin ? {} : { ownerId: asker.id };
      const found = await rows().findMany({
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { exports: found.map(toExport), total: await rows().count({ where }) };
    },

    async find(documentId, asker) {
      return toExport(await findRow(documentId, asker));
    },

    async open(documentId, asker) {
      const row = await findRow(documentId, asker);
      const { fileName, contentType, checksum } = row;
      if (row.expiresAt !== null && Date.parse(row.expiresAt) <= Date.now()) throw expired(documentId);
      if (fileName === null || contentType === null || checksum === null) throw unfinished(row);
      const place = await placeOf(row.documentId);
      return {
        documentId,
        project: row.project,
        fileName,
        contentType,
        checksum,
        bytes: Number(row.bytes),
        read: (start, end) => Readable.from(readStoredExport(place, row, start, end), { objectMode: false }),
      };
    },

    async remove(documentId, asker) {
      const row = await findRow(documentId, asker);
      if (row.state === 'running' && (await isUnderWay(row))) throw unfinished(row);
      await drop(row);
      await pluginService(strapi, 'activity').record({
        action: 'export.delete',
        project: row.project,
        object: { type: 'export', id: documentId, name: row.fileName },
      });
      return { documentId };
    },

    async cleanUp() {
      const removed = { removed: 0, bytes: 0 };
      const now = Date.now();
      for (const row of await rows().findMany({ where: { expiresAt: { $notNull: true } } })) {
        if (Date.parse(row.expiresAt ?? '') > now) continue;
        await drop(row);
        removed.removed += 1;
        removed.bytes += Number(row.storedBytes);
      }
      for (const row of await rows().findMany({ where: { state: 'running' } })) {
        if (await isUnderWay(row)) continue;
        await fail(row, interrupted());
        removed.removed += 1;
      }
      return removed;
    },

    formats: () => [
      ...(['json', 'csv', 'zip'] as const).map((format) => ({ format, available: true, reason: null })),
      { format: 'pdf', available: false, reason: PDF_REASON },
    ],
  };

  async function chosen(project: string, options: unknown, asker: Asker): Promise<ExportChoice> {
    return parseExportChoice(await pluginService(strapi, 'templates').apply(project, options, asker));
  }

  async function compile(
    plan: ReadPlan,
    choice: ExportChoice,
    asker: Asker,
    project: string,
    id: string,
  ): Promise<ExportRequest> {
    return compileExport(strapi, plan, choice, asker, {
      id,
      project,
      createdAt: new Date().toISOString(),
      strapi: strapi.config.get('info.strapi') as string,
      plugin: pluginVersion,
    });
  }

  async function fill(
    row: ExportRow,
    plan: ReadPlan,
    request: ExportRequest,
    context: JobContext,
  ): Promise<ExportOutcome> {
    const place = await placeOf(row.documentId);
    const reserve = (reserved: number) => update(row, { reserved });
    const written = await write(plan, request, { kind: 'storage', place, reserve }, context);
    const { exports: settings } = keepsakeConfig(strapi);
    const finishedAt = new Date();
    await update(row, {
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
      expiresAt: new Date(finishedAt.getTime() + settings.keepDays * DAY_MS).toISOString(),
    });
    const done = await rows().findOne({ where: { documentId: row.documentId } });
    if (!done) throw unknownExport(row.documentId);
    return { export: toExport(done), problems: written.problems };
  }

  /** In a thread, or in this one where the database's settings cannot cross. */
  async function write(
    plan: ReadPlan,
    request: ExportRequest,
    target: ExportTarget,
    { signal, progress }: JobContext,
  ): Promise<WrittenExport> {
    const media = createStrapiMediaStore(strapi);
    const options = { signal, onProgress: progress };
    const read = openConsistentRead(strapi);
    try {
      if (read.access) {
        const source = { database: read.access, ready: read.ready, plan, media };
        return await writeExportInThread(source, request, target, options);
      }
      const { db, close } = await read.open();
      try {
        return await writeExport({ db, plan, media }, request, target, options);
      } finally {
        await close();
      }
    } finally {
      await read.close();
    }
  }

  async function placeOf(exportId: string): Promise<ExportPlace> {
    const repositories = pluginService(strapi, 'repository');
    const repository = await repositories.open();
    const { ring, prefix } = repository.handOver();
    const sealing = { repositoryId: repository.id, keys: decodeKeyRing(Buffer.from(ring)) };
    return { storage: repositories.storage(), sealing, prefix, exportId };
  }

  /** An export that did not come about stays in the list, with its reason; what was written of it goes. */
  async function finishing(row: ExportRow, work: () => Promise<ExportOutcome>): Promise<ExportOutcome> {
    try {
      return await work();
    } catch (error) {
      await fail(row, describe(asKeepsakeError(error)));
      throw error;
    }
  }

  async function fail(row: ExportRow, error: NonNullable<Export['error']>): Promise<void> {
    const { exports: settings } = keepsakeConfig(strapi);
    const finishedAt = new Date();
    const expiresAt = new Date(finishedAt.getTime() + settings.keepDays * DAY_MS).toISOString();
    await update(row, { state: 'failed', error, finishedAt: finishedAt.toISOString(), expiresAt });
    await removePieces(row.documentId);
    await update(row, { reserved: 0 });
  }

  async function drop(row: ExportRow): Promise<void> {
    await removePieces(row.documentId);
    await rows().delete({ where: { documentId: row.documentId } });
  }

  /** Needs no keys: what cannot be opened any more can still be removed. */
  async function removePieces(exportId: string): Promise<void> {
    const row = await rows().findOne({ where: { documentId: exportId } });
    const { prefix } = keepsakeConfig(strapi).storage;
    const storage = pluginService(strapi, 'repository').storage();
    await removeStoredExport({ storage, prefix, exportId }, row?.reserved ?? 0);
  }

  async function isUnderWay(row: ExportRow): Promise<boolean> {
    if (row.jobId === null) return Date.now() - Date.parse(row.createdAt) < WITHOUT_JOB_MS;
    const jobs = pluginService(strapi, 'jobs');
    if (jobs.running(row.jobId)) return true;
    const job = await jobs.find(row.jobId).catch(() => null);
    return job !== null && (job.state === 'running' || job.state === 'queued');
  }

  /** What cannot be removed now is tried again; it must not keep anybody from an export. */
  async function cleanUpFirst(): Promise<void> {
    try {
      await service.cleanUp();
    } catch (error) {
      const { message } = asKeepsakeError(error);
      strapi.log.warn(`keepsake: expired exports could not be removed: ${message}`);
    }
  }

  async function findRow(documentId: string, asker: Asker): Promise<ExportRow> {
    const row = await rows().findOne({ where: { documentId } });
    const isTheirs = asker.isSuperAdmin || (asker.id !== null && row?.ownerId === asker.id);
    if (!row || !isTheirs) throw unknownExport(documentId);
    return row;
  }

  async function update(row: ExportRow, data: Partial<ExportRow>): Promise<void> {
    await rows().update({ where: { documentId: row.documentId }, data });
  }

  return service;
}

/** `site-article-2026-11-22T10-00-00.csv`, or without the type where there are several. */
function fileNameOf({ head, types }: ExportRequest, { extension }: WrittenExport): string {
  const stamp = head.createdAt.replace(/[:.]/g, '-').slice(0, 19);
  const [only] = types;
  const name = types.length === 1 && only ? `${head.project}-${only.name}` : head.project;
  return `${safePart(name)}-${stamp}.${extension}`;
}

function interrupted(): NonNullable<Export['error']> {
  return {
    code: 'interrupted',
    message: 'The process that made this export ended before it had finished.',
    hint: 'Make it again. Nothing of it was kept.',
  };
}

export function unknownExport(documentId: string): KeepsakeError {
  return new KeepsakeError('export_unknown', `There is no export ${documentId}.`, {
    hint: 'List the exports to see their ids; it may have expired.',
    item: documentId,
  });
}

function unfinished({ documentId, state }: ExportRow): KeepsakeError {
  return new KeepsakeError(
    'export_unfinished',
    `The export ${documentId} is ${state}; there is no file of it.`,
    {
      hint: state === 'running' ? 'Wait until its job has finished, or cancel that.' : 'Make it again.',
      item: documentId,
    },
  );
}

function expired(documentId: string): KeepsakeError {
  return new KeepsakeError('export_expired', `The export ${documentId} has expired.`, {
    hint: 'Make it again; exports.keepDays in the settings says how long they are kept.',
    item: documentId,
  });
}
