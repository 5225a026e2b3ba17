import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import type { Export, ExportFormatName, ExportFormatState } from '../../../../shared/contracts/exports';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { readStoredExport } from '../../core/exports/stored-export';
import type { WrittenExport } from '../../core/exports/write-export';
import type { JobKind, JobOutcome } from '../jobs/job-kinds';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { inSight } from '../projects/sight';
import { keepsakeConfig } from '../repository/private-directory';
import type { Sight } from '../projects/sight';
import { SITE } from '../projects/project-service';
import type { ProjectRow } from '../projects/project-service';
import { projectPlan } from '../projects/project-scope';
import type { Asker } from './asker';
import { compileExport } from './compile-export';
import { parseBulk, parseExportChoice } from './export-choice';
import type { ExportChoice } from './export-choice';
import { exportHead } from './export-head';
import { exportJob } from './export-job';
import type { ExportInput, ExportOutcome } from './export-job';
import { toExport } from './export-row';
import type { ExportRow } from './export-row';
import { createExportStore } from './export-store';
import { findPdfBrowser } from './pdf-browser';
import { withAnnexFolder, writeAnnexes } from './write-annexes';
import { writeExportFile } from './write-export-file';

/**
 * An export is a file of content for people and programs, made by a job and kept for some days.
 *
 *   running ──written──▶ succeeded | partial (problems named) ──expires──▶ removed, pieces and row
 *    ▲  ├──its process dies──▶ running: its job is run again, the pieces of the dead try removed
 *    │  └──its job fails or is cancelled──▶ failed (error), its pieces removed
 *    └──────────────the job is run again───────┘
 */
export interface ExportService {
  jobKind: JobKind<ExportInput>;
  /**
   * Starts an export into the storage as a job. Throws `project_unknown`, what `parseExportChoice` and `compileExport`
   * throw, and what opening the repository throws.
   */
  start(project: string, options: unknown, asker: Asker): Promise<StartedExport>;
  /**
   * Starts an export of several projects into one file: `{projects, …options}`. A project that cannot be exported makes
   * it partial; `find` knows those of who asks, by default all. Throws `request_invalid`, what is wrong with the options, and what opening the repository throws.
   */
  startBulk(input: unknown, asker: Asker, find?: FindProject): Promise<StartedExport>;
  /** The same into a file of this machine, of which nothing is kept. */
  startFile(project: string, options: unknown, path: string, asker: Asker): Promise<StartedFile>;
  /** One's own, a super admin's all; of the projects in sight. */
  list(
    asker: Asker,
    page: number,
    pageSize: number,
    sight?: Sight,
  ): Promise<{ exports: Export[]; total: number }>;
  /** Throws `export_unknown`, for another's export too. */
  find(documentId: string, asker: Asker): Promise<Export>;
  /** Throws what `find` throws, `export_unfinished` and `export_expired`. */
  open(documentId: string, asker: Asker): Promise<OpenedExport>;
  /** Throws what `find` throws, and `export_unfinished` while it is being made. */
  remove(documentId: string, asker: Asker): Promise<{ documentId: string }>;
  /** Removes what has expired, and what jobs left behind that no longer run. */
  cleanUp(): Promise<RemovedExports>;
  formats(): ExportFormatState[];
}

export interface FileOutcome extends JobOutcome, WrittenExport {}

type FindProject = (idOrSlug: string) => Promise<ProjectRow>;

export interface RemovedExports {
  /** Exports whose time was over. */
  removed: number;
  /** Of those, in the storage. */
  bytes: number;
  /** Exports whose work had died; they stay in the list as failed, what was written of them is gone. */
  dead: number;
}

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
  /** To be called when its first byte is about to go out. */
  begin(): Promise<void>;
  /** To be called when its last byte has gone out. */
  delivered(): Promise<void>;
  /** The bytes from `start` up to `end`, which is not among them; read from the storage as they are asked for. */
  read(start: number, end: number): Readable;
}

/** As for tickets: of a download that broke off. */
const END_WITHIN_MS = 15 * 60_000;
/** An export without a job is one whose process died between the two, or is about to have one. */
const WITHOUT_JOB_MS = 60_000;

/** Before it is worth asking again where there are too many. */
const ROOM_AFTER_SECONDS = 15;

export function createExportService({ strapi }: { strapi: Core.Strapi }): ExportService {
  const store = createExportStore(strapi);
  const { rows } = store;

  const service: ExportService = {
    jobKind: exportJob(strapi, store),

    async start(idOrSlug, options, asker) {
      const project = await pluginService(strapi, 'projects').find(idOrSlug);
      const choice = await chosen(project.slug, options, asker);
      // What is wrong with the choice, the secret or the storage is said now, not by a job that fails later.
      await compileExport(
        strapi,
        await projectPlan(strapi, project.slug),
        choice,
        asker,
        exportHead(strapi, project.slug, ''),
      );
      await pluginService(strapi, 'repository').open();
      await cleanUpFirst();
      await assertRoom(project.slug);
      const row = await createRow(project.slug, choice, asker, null);
      return { ...(await startJob(row)), exportId: row.documentId };
    },

    async startBulk(input, asker, find = (project) => pluginService(strapi, 'projects').find(project)) {
      const { projects, ...given } = parseBulk(input);
      const found = await existing(projects, find);
      const choice = parseExportChoice(await applyAnywhere(found, given, asker));
      const project = await firstExportable(found, choice, asker);
      await pluginService(strapi, 'repository').open();
      await cleanUpFirst();
      await assertRoom(project);
      const row = await createRow(project, choice, asker, projects);
      return { ...(await startJob(row)), exportId: row.documentId };
    },

    async startFile(idOrSlug, options, path, asker) {
      const project = await pluginService(strapi, 'projects').find(idOrSlug);
      const choice = await chosen(project.slug, options, asker);
      const plan = await projectPlan(strapi, project.slug);
      const head = exportHead(strapi, project.slug, '');
      const request = await compileExport(strapi, plan, choice, asker, head);
      const job = { type: 'export' as const, project: project.slug, backupId: null, startedBy: asker.name };
      const started = await pluginService(strapi, 'jobs').start<FileOutcome>(job, (context) => {
        const named = { ...request, head: { ...request.head, id: context.documentId } };
        return withAnnexFolder(strapi, context.documentId, async (folder) => {
          const whole = await writeAnnexes(strapi, named, asker, folder);
          return writeExportFile(strapi, plan, whole, { kind: 'file', path }, context);
        });
      });
      return { ...started, format: choice.options.format };
    },

    async list(asker, page, pageSize, sight = null) {
      const where = {
        ...inSight(sight),
        ...(asker.isSuperAdmin ? {} : { ownerId: asker.id }),
      };
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
      const place = await store.placeOf(row);
      return {
        documentId,
        project: row.project,
        fileName,
        contentType,
        checksum,
        bytes: Number(row.bytes),
        begin: () => beginDownload(row),
        delivered: () => endDownload(row),
        read: (start, end) => Readable.from(readStoredExport(place, row, start, end), { objectMode: false }),
      };
    },

    async remove(documentId, asker) {
      const row = await findRow(documentId, asker);
      if (row.state === 'running' && (await isUnderWay(row))) throw unfinished(row);
      await store.drop(row);
      await pluginService(strapi, 'activity').record({
        action: 'export.delete',
        project: row.project,
        object: { type: 'export', id: documentId, name: row.fileName },
      });
      return { documentId };
    },

    async cleanUp() {
      const done = { removed: 0, bytes: 0, dead: 0 };
      const now = Date.now();
      for (const row of await rows().findMany({ where: { expiresAt: { $notNull: true } } })) {
        if (Date.parse(row.expiresAt ?? '') > now) continue;
        await store.drop(row);
        done.removed += 1;
        done.bytes += Number(row.storedBytes);
      }
      for (const row of await rows().findMany({ where: { state: 'running' } })) {
        if (await isUnderWay(row)) continue;
        await store.fail(row, interrupted());
        done.dead += 1;
      }
      return done;
    },

    formats() {
      const { place, reason } = findPdfBrowser(strapi);
      return [
        ...(['json', 'csv', 'zip'] as const).map((format) => ({ format, available: true, reason: null })),
        { format: 'pdf', available: place !== null, reason },
      ];
    },
  };

  function createRow(
    project: string,
    { options }: ExportChoice,
    asker: Asker,
    projects: string[] | null,
  ): Promise<ExportRow> {
    const { name: author } = asker;
    const made = { project, projects, options, format: options.format, author, ownerId: ownerOf(asker) };
    return store.rows().create({ data: { ...made, state: 'running' } });
  }

  async function assertRoom(project: string): Promise<void> {
    const { exportsAtOnce } = keepsakeConfig(strapi).limits;
    const running = await rows().count({ where: { project, state: 'running' } });
    if (running >= exportsAtOnce) throw tooManyExports(project, running);
  }

  /** With a template of any of the projects. */
  async function applyAnywhere(projects: ProjectRow[], given: object, asker: Asker): Promise<unknown> {
    let refusal: unknown = null;
    for (const { slug } of projects) {
      try {
        return await pluginService(strapi, 'templates').apply(slug, given, asker);
      } catch (error) {
        refusal ??= error;
      }
    }
    if (refusal) throw refusal;
    return given;
  }

  /**
   * Slug of the first project that can be exported. Options that fit none of those that exist are refused; a project
   * that does not exist is for the job to say.
   */
  async function firstExportable(
    projects: ProjectRow[],
    choice: ExportChoice,
    asker: Asker,
  ): Promise<string> {
    let refusal: unknown = null;
    for (const { slug } of projects) {
      try {
        const plan = await projectPlan(strapi, slug);
        await compileExport(strapi, plan, choice, asker, exportHead(strapi, slug, ''));
        return slug;
      } catch (error) {
        refusal ??= error;
      }
    }
    if (refusal) throw refusal;
    return SITE;
  }

  /** Those that there are for who asks. */
  async function existing(projects: string[], find: FindProject): Promise<ProjectRow[]> {
    const found: ProjectRow[] = [];
    for (const idOrSlug of projects) {
      try {
        found.push(await find(idOrSlug));
      } catch (error) {
        if (asKeepsakeError(error).code !== 'project_unknown') throw error;
      }
    }
    return found;
  }

  async function chosen(project: string, options: unknown, asker: Asker): Promise<ExportChoice> {
    return parseExportChoice(await pluginService(strapi, 'templates').apply(project, options, asker));
  }

  /** Whoever runs it knows it by its row. */
  async function startJob(row: ExportRow): Promise<StartedJob<ExportOutcome>> {
    const input: ExportInput = { exportId: row.documentId };
    const job = { type: 'export' as const, project: row.project, backupId: null, startedBy: row.author };
    try {
      const started = await pluginService(strapi, 'jobs').start<ExportOutcome>({ ...job, input });
      await store.update(row, { jobId: started.job.documentId });
      return started;
    } catch (error) {
      await store.drop(row);
      throw error;
    }
  }

  /** From now on it may break off and be gone on with for some minutes, and no longer. */
  async function beginDownload({
    documentId,
    options,
    expiresAt,
    firstDownloadAt,
  }: ExportRow): Promise<void> {
    if (!options.deleteAfterDownload || firstDownloadAt !== null || expiresAt === null) return;
    const until = new Date(Math.min(Date.parse(expiresAt), Date.now() + END_WITHIN_MS)).toISOString();
    const data = { firstDownloadAt: new Date().toISOString(), expiresAt: until };
    await rows().updateMany({ where: { documentId, firstDownloadAt: null }, data });
  }

  async function endDownload(row: ExportRow): Promise<void> {
    if (!row.options.deleteAfterDownload) return;
    // So it is over even where its pieces cannot be removed now.
    await store.update(row, { expiresAt: new Date().toISOString() });
    await store.drop(row);
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
    const row = await store.find(documentId);
    const isTheirs = asker.isSuperAdmin || (asker.id !== null && row?.ownerId === asker.id);
    if (!row || !isTheirs) throw unknownExport(documentId);
    return row;
  }

  return service;
}

/** Null is the site itself; an admin without an id there is none. */
function ownerOf({ id, ability }: Asker): string | null {
  if (id === null && ability !== null) throw new Error('An export is asked for by an admin or by the site.');
  return id;
}

function interrupted(): NonNullable<Export['error']> {
  return {
    code: 'interrupted',
    message: 'The process that made this export ended before it had finished.',
    hint: 'Make it again. Nothing of it was kept.',
  };
}

function tooManyExports(project: string, running: number): KeepsakeError {
  return new KeepsakeError('too_many_exports', `${running} exports of ${project} are under way already.`, {
    hint: 'Wait until one has ended, or raise limits.exportsAtOnce in the settings of Keepsake.',
    transient: true,
    retryAfter: ROOM_AFTER_SECONDS,
  });
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
