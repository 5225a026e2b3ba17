import type { Core } from '@strapi/strapi';

import type { ExportRequest } from '../../core/formats/export-request';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { compileExport } from './compile-export';
import { parseExportChoice } from './export-choice';
import { exportHead } from './export-head';
import type { ExportRow } from './export-row';
import { ownerAsker } from './owner-asker';
import { writeAnnexes } from './write-annexes';

/**
 * What an export of `project` is to hold, by the options of its row and what who asked may read now.
 *
 * @param folder Where what comes along beside content is put meanwhile
 * @throws KeepsakeError what `ownerAsker`, `parseExportChoice` and `compileExport` throw
 */
export async function compileRow(
  strapi: Core.Strapi,
  plan: ReadPlan,
  row: ExportRow,
  folder: string,
  project = row.project,
): Promise<ExportRequest> {
  const asker = await ownerAsker(strapi, row.ownerId, project);
  const head = exportHead(strapi, project, row.documentId);
  const request = await compileExport(strapi, plan, parseExportChoice(row.options), asker, head);
  return writeAnnexes(strapi, request, asker, folder);
}
