import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import type { ExportRequest } from '../../core/formats/export-request';
import type { ExportType } from '../../core/formats/export-schema';
import { FILE_UID } from '../../core/media/media-of-record';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { keepsakeConfig } from '../repository/private-directory';
import { mainFields } from './main-fields';
import { findPdfBrowser } from './pdf-browser';
import { readPdfTemplates } from './pdf-templates';

/**
 * What a PDF takes beyond other formats: a browser, templates, and names of entries wherever they may be read.
 *
 * @throws KeepsakeError `format_unavailable`, `pdf_template_invalid`
 */
export async function compilePdf(
  strapi: Core.Strapi,
  plan: ReadPlan,
  request: ExportRequest,
  readable: Map<string, ExportType>,
): Promise<ExportRequest> {
  const { place, reason } = findPdfBrowser(strapi);
  if (place === null) throw formatUnavailable(reason);
  const names = await mainFields(strapi, [...readable.keys()]);
  return {
    ...request,
    types: request.types.map((type) => withMainField(type, readable.get(type.uid), names[type.uid])),
    targets: Object.fromEntries(
      Object.entries(request.targets)
        // Files are looked up with their bytes.
        .filter(([uid]) => uid !== FILE_UID)
        .map(([uid, type]) => [uid, onlyMainField(type, names[uid])]),
    ),
    pdf: {
      browser: place,
      limits: keepsakeConfig(strapi).pdf.limits,
      templates: await readPdfTemplates(strapi),
      mainFields: names,
      componentNames: componentNames(strapi, plan),
    },
  };
}

/** An entry has its name as heading, whichever of its fields were chosen. */
function withMainField(
  type: ExportType,
  whole: ExportType | undefined,
  main: string | undefined,
): ExportType {
  const field = whole?.fields.find(({ name }) => name === main);
  if (!field || type.fields.some(({ name }) => name === main)) return type;
  return { ...type, fields: [field, ...type.fields] };
}

function onlyMainField(type: ExportType, main: string | undefined): ExportType {
  return { ...type, fields: type.fields.filter(({ name }) => name === main) };
}

function componentNames(strapi: Core.Strapi, plan: ReadPlan): Record<string, string> {
  const models = strapi.components as unknown as Record<
    string,
    { info?: { displayName?: string } } | undefined
  >;
  const uids = Object.keys(plan.components);
  return Object.fromEntries(uids.map((uid) => [uid, models[uid]?.info?.displayName ?? uid]));
}

function formatUnavailable(reason: string): KeepsakeError {
  return new KeepsakeError('format_unavailable', `format: pdf is not available. ${reason}`, {
    hint: 'Take json, csv or zip.',
    item: 'format',
  });
}
