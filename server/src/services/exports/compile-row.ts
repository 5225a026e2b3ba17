import type { Core } from '@strapi/strapi';

import type { ExportRequest } from '../../core/formats/export-request';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { compileExport } from './compile-export';
import { parseExportChoice } from './export-choice';
import { exportHead } from './export-head';
import type { ExportRow } from './export-row';
import { ownerAsker } from './owner-asker';

/**
 * What an export of `project` is to hold, by the options of its row and what who asked may read now.
 *
 * @throws KeepsakeError what `ownerAsker`, `parseExportChoice` and `compileExport` throw
 */
export async function compileRow(
  strapi: Core.Strapi,
  plan: ReadPlan,
  row: ExportRow,
  project = row.project,
): Promise<ExportRequest> {
  const asker = await ownerAsker(strapi, row.ownerId, project);
  const head = exportHead(strapi, project, row.documentId);
  return compileExport(strapi, plan, parseExportChoice(row.options), asker, head);
}
