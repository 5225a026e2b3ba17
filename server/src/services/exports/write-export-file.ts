import type { Core } from '@strapi/strapi';

import { writeExport } from '../../core/exports/write-export';
import type { AnyExportRequest, ExportTarget, WrittenExport } from '../../core/exports/write-export';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { writeExportInThread } from '../../worker/write-export-in-thread';
import type { JobContext } from '../jobs/job-kinds';
import { createStrapiMediaStore } from '../media/strapi-media-store';
import { openConsistentRead } from '../snapshots/consistent-read';

/** The work of an export, from one instant: in a thread, or in this one where the database's settings cannot cross. */
export async function writeExportFile(
  strapi: Core.Strapi,
  plan: ReadPlan,
  request: AnyExportRequest,
  target: ExportTarget,
  { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
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
