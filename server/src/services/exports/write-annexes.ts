import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { asKeepsakeError } from '../../core/errors';
import type { AnnexName, AnnexRow } from '../../core/formats/annexes';
import type { ExportRequest } from '../../core/formats/export-request';
import { pluginService } from '../plugin-service';
import { privateDirectory } from '../repository/private-directory';
import type { Asker } from './asker';
import { entryChanges } from './entry-changes';

/** What a process that died left is of no use after this long. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** A folder of a job's own for its annexes, in which nothing is left when `work` has ended. */
export async function withAnnexFolder<T>(
  strapi: Core.Strapi,
  jobId: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const all = join(privateDirectory(strapi), 'annexes');
  await removeOld(all);
  const folder = join(all, jobId);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The request with its annexes written out, row by row: the thread that makes the file knows neither the activity nor
 * the repository. What cannot be read of them is named in `missing`.
 */
export async function writeAnnexes(
  strapi: Core.Strapi,
  request: ExportRequest,
  asker: Asker,
  folder: string,
): Promise<ExportRequest> {
  if (request.annexes.length === 0) return request;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const missing: Problem[] = [];
  const annexes: ExportRequest['annexes'] = [];
  for (const { name } of request.annexes) {
    const path = join(folder, `${request.head.project}-${name}`);
    const lines = linesOf(rowsOf(strapi, name, request, asker, missing));
    await pipeline(Readable.from(lines, { objectMode: false }), createWriteStream(path, { mode: 0o600 }));
    annexes.push({ name, path });
  }
  return { ...request, annexes, missing: [...request.missing, ...missing] };
}

async function* rowsOf(
  strapi: Core.Strapi,
  name: AnnexName,
  request: ExportRequest,
  asker: Asker,
  missing: Problem[],
): AsyncGenerator<AnnexRow> {
  const { project } = request.head;
  if (name === 'activity') {
    const viewer = { adminId: asker.id, showsAll: asker.seesPrivate, sight: [project] };
    const activity = pluginService(strapi, 'activity').stream({ project }, viewer);
    for await (const rows of activity) for (const row of rows) yield { ...row };
  } else if (name === 'versions') {
    for (const row of await pluginService(strapi, 'versions').all(project)) yield { ...row };
  } else {
    const viewer = { showsPrivate: asker.seesPrivate, ability: asker.ability };
    yield* entryChanges(strapi, request, viewer, ({ documentId }, error) => {
      const { message } = asKeepsakeError(error);
      missing.push({ code: 'history_unreadable', message, item: documentId });
    });
  }
}

async function* linesOf(rows: AsyncIterable<AnnexRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function removeOld(all: string): Promise<void> {
  for (const name of await readdir(all).catch(() => [])) {
    const path = join(all, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true });
  }
}
