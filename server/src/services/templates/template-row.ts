import type { Template, TemplateMisfit, TemplateOptions } from '../../../../shared/contracts/templates';
import type { Asker } from '../exports/asker';

/** The database's row of a template. */
export interface TemplateRow {
  documentId: string;
  project: string;
  name: string;
  description: string | null;
  options: TemplateOptions;
  shared: boolean;
  author: string | null;
  /** Id of the admin who made it. */
  ownerId: string | null;
  createdAt: string;
  updatedAt: string;
}

export function toTemplate(row: TemplateRow, asker: Asker, misfits: TemplateMisfit[]): Template {
  const isOwn = isOwner(row, asker);
  return {
    documentId: row.documentId,
    project: row.project,
    ready: null,
    name: row.name,
    description: row.description ?? '',
    options: row.options,
    shared: row.shared,
    isOwn,
    canChange: isOwn || asker.managesOthers,
    misfits,
    author: row.author,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export function isOwner({ ownerId }: TemplateRow, asker: Asker): boolean {
  return asker.id !== null && ownerId === asker.id;
}

export function isSeenBy(row: TemplateRow, asker: Asker): boolean {
  return row.shared || isOwner(row, asker) || asker.managesOthers;
}
