import type { Problem } from '../../../../shared/contracts/errors';
import { asKeepsakeError, KeepsakeError } from '../errors';
import type { ReadableFile } from '../files/snapshot-files';
import { zipOf } from '../files/write-zip';
import { FileList } from './file-list';
import { exportFiles } from './make-export';
import type { ExportResult, MadeExport } from './make-export';
import type { TypePlan } from '../snapshot/read-plan';
import type { ExportRequest } from './export-request';
import type { ExportOptions, ExportSource } from './record-source';

/** Several projects in one file, as plain data. */
export interface BundleRequest {
  id: string;
  createdAt: string;
  parts: BundlePart[];
  /** Projects that are not in it, with the reason. */
  failed: Problem[];
}

export interface BundlePart {
  /** Slug. */
  project: string;
  /** Of its own in the file. */
  folder: string;
  request: ExportRequest;
  /** Of a project with rules: its content types, with the rows of them that are in it. */
  types?: TypePlan[];
}

/** The format that the manifest of the file names, with its version. */
export const BUNDLE_FORMAT = 'keepsake bundle 1';
export const PROJECT_FAILED = 'project_failed';

/**
 * A ZIP with a folder per project, and in it the files that an export of the project would have.
 *
 * @throws KeepsakeError `project_failed` with the project as its item; what was written cannot be taken back from the
 * file, so it is to be made again without that project. Errors that may pass come as they are.
 */
export function makeBundle(
  from: ExportSource,
  bundle: BundleRequest,
  options: ExportOptions = {},
): MadeExport {
  const results = new Map<string, ExportResult>();
  const list = new FileList();

  async function* files(): AsyncGenerator<ReadableFile> {
    for (const part of bundle.parts) yield* filesOf(part);
    yield list.manifest({
      format: BUNDLE_FORMAT,
      id: bundle.id,
      createdAt: bundle.createdAt,
      projects: bundle.parts.map(({ project, folder }) => ({ project, folder, ...results.get(project) })),
      missing: bundle.failed,
    });
  }

  async function* filesOf(part: BundlePart): AsyncGenerator<ReadableFile> {
    try {
      const made = await exportFiles(within(from, part), part.request, options);
      for await (const file of made.files()) {
        const path = `${part.folder}/${file.path}`;
        yield list.add({ ...file, path, content: named(part, file.content) });
      }
      results.set(part.project, made.result());
    } catch (error) {
      throw failure(part, error, options.signal);
    }
  }

  async function* named(part: BundlePart, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* content;
    } catch (error) {
      throw failure(part, error, options.signal);
    }
  }

  return {
    extension: 'zip',
    content: zipOf(files(), new Date(bundle.createdAt)),
    result: () => sumOf(bundle, [...results.entries()]),
  };
}

function within(from: ExportSource, { types }: BundlePart): ExportSource {
  return types ? { ...from, plan: { ...from.plan, types } } : from;
}

function sumOf({ failed }: BundleRequest, results: [string, ExportResult][]): ExportResult {
  const counts = { documents: 0, records: 0, files: 0 };
  const problems = [...failed];
  for (const [project, result] of results) {
    counts.documents += result.counts.documents;
    counts.records += result.counts.records;
    counts.files += result.counts.files;
    for (const problem of result.problems) problems.push({ ...problem, item: `${project}: ${problem.item}` });
  }
  return { counts, problems };
}

function failure({ project }: BundlePart, caught: unknown, signal: AbortSignal | undefined): Error {
  const error = asKeepsakeError(caught);
  // What ends the whole work is not the project's fault, and what may pass is tried again for all of them.
  if (signal?.aborted || error.transient || error.code === PROJECT_FAILED) return error;
  return new KeepsakeError(PROJECT_FAILED, error.message, { hint: error.hint, item: project, cause: caught });
}
