import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { FreeNames } from '../../core/files/safe-names';
import type { BundlePart, BundleRequest } from '../../core/formats/make-bundle';
import { pluginService } from '../plugin-service';
import { projectScope } from '../projects/project-scope';
import { compileRow } from './compile-row';
import type { ExportRow } from './export-row';

/**
 * An export of several projects. Those that cannot be exported are added to `failed`, where those stand that failed
 * before; what may pass ends the work, which is then tried again.
 *
 * @throws KeepsakeError `projects_failed` where none is left
 */
export async function compileBundle(
  strapi: Core.Strapi,
  row: ExportRow,
  failed: Problem[],
  folder: string,
): Promise<BundleRequest> {
  const names = new FreeNames();
  const parts: BundlePart[] = [];
  for (const asked of row.projects ?? []) {
    try {
      const { slug } = await pluginService(strapi, 'projects').find(asked);
      const isDone = [...parts.map(({ project }) => project), ...failed.map(({ item }) => item)];
      if (isDone.includes(slug)) continue;
      const { plan, rules } = await projectScope(strapi, slug);
      const request = await compileRow(strapi, plan, row, folder, slug);
      const named = names.take('', slug).replace(/^\//, '');
      parts.push({ project: slug, folder: named, request, ...(rules ? { types: plan.types } : {}) });
    } catch (caught) {
      const { code, message, transient } = asKeepsakeError(caught);
      if (transient || code === 'unexpected') throw caught;
      if (!failed.some(({ item }) => item === asked)) failed.push({ code, message, item: asked });
    }
  }
  if (parts.length === 0) throw noneLeft(failed);
  return { id: row.documentId, createdAt: new Date().toISOString(), parts, failed };
}

function noneLeft(failed: Problem[]): KeepsakeError {
  const reasons = failed.map(({ item, message }) => `${item}: ${message}`).join(' ');
  return new KeepsakeError('projects_failed', `None of the projects could be exported. ${reasons}`, {
    hint: 'See what is said of each project.',
  });
}
