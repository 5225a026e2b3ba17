import type { Core } from '@strapi/strapi';

import type {
  ExportChoices,
  ExportChoiceType,
  ExportEstimate,
  ExportPreview,
} from '../../../../shared/contracts/exports';
import { estimateExport } from '../../core/formats/estimate-export';
import type { ExportRequest } from '../../core/formats/export-request';
import { grantedRows } from '../../core/formats/row-fields';
import type { ExportField, ExportType } from '../../core/formats/export-schema';
import { previewExport } from '../../core/formats/preview-export';
import type { ExportSource } from '../../core/formats/record-source';
import { FILE_UID } from '../../core/media/media-of-record';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import { Reader } from '../../core/snapshot/reader';
import { createStrapiMediaStore } from '../media/strapi-media-store';
import { pluginService } from '../plugin-service';
import { projectPlan } from '../projects/project-scope';
import { SITE } from '../projects/project-service';
import type { Asker } from './asker';
import { compileExport, exportableTypes, siteLocales } from './compile-export';
import { parseExportChoice } from './export-choice';
import { exportHead } from './export-head';

/**
 * What is to be known before an export is made. Reads the live database by a few short questions, so that it costs next
 * to nothing and may be asked with each change of a form; what it answers may be outdated a second later.
 */
export interface ExportPreviewService {
  /** What may be chosen: content types, fields and locales that the asker may read. */
  choices(asker: Asker, project?: string): Promise<ExportChoices>;
  /** Throws what starting the export would throw about its options. */
  estimate(project: string, options: unknown, asker: Asker): Promise<ExportEstimate>;
  /** Throws what starting the export would throw about its options. */
  preview(project: string, options: unknown, asker: Asker): Promise<ExportPreview>;
}

export function createExportPreviewService({ strapi }: { strapi: Core.Strapi }): ExportPreviewService {
  return {
    async choices(asker, idOrSlug = SITE) {
      const { slug } = await pluginService(strapi, 'projects').find(idOrSlug);
      const plan = await projectPlan(strapi, slug);
      const reader = new Reader(strapi.db.connection, plan);
      const contentTypes: ExportChoiceType[] = [];
      for (const type of await exportableTypes(strapi, plan, asker)) {
        const documents = await countDocuments(reader, plan, type);
        contentTypes.push(describeType(type, documents));
      }
      return {
        contentTypes,
        locales: await namedLocales(strapi),
        private: asker.seesPrivate,
        history: asker.sees.activity && asker.sees.versions,
      };
    },

    async estimate(project, options, asker) {
      const { source, request } = await compile(project, options, asker);
      return estimateExport(source, request);
    },

    async preview(project, options, asker) {
      const { source, request } = await compile(project, options, asker);
      return previewExport(source, request);
    },
  };

  async function compile(
    idOrSlug: string,
    options: unknown,
    asker: Asker,
  ): Promise<{ source: ExportSource; request: ExportRequest }> {
    const project = await pluginService(strapi, 'projects').find(idOrSlug);
    const chosen = await pluginService(strapi, 'templates').apply(project.slug, options, asker);
    const choice = parseExportChoice(chosen);
    const plan = await projectPlan(strapi, project.slug);
    const head = exportHead(strapi, project.slug, 'preview');
    const request = await compileExport(strapi, plan, choice, asker, head);
    return { source: { db: strapi.db.connection, plan, media: createStrapiMediaStore(strapi) }, request };
  }
}

async function countDocuments(reader: Reader, plan: ReadPlan, type: ExportType): Promise<number> {
  const typePlan = plan.types.find(({ uid }) => uid === type.uid);
  if (!typePlan) return 0;
  const rowIds = grantedRows(type);
  return reader.countDocuments(typePlan, rowIds ? { rowIds } : {});
}

function describeType({ uid, displayName, fields }: ExportType, documents: number): ExportChoiceType {
  const part =
    uid === FILE_UID ? 'media' : uid.startsWith('plugin::users-permissions.') ? 'users' : 'content';
  return { uid, displayName, part, documents, fields: pathsOf(fields, { path: '', label: '' }) };
}

/** A dynamic zone is named as a whole, and so is a list of components: what `fields` of an export takes. */
function pathsOf(fields: ExportField[], before: { path: string; label: string }): ExportChoiceType['fields'] {
  return fields.flatMap((field) => {
    const path = before.path + field.name;
    const label = before.label + field.label;
    const own = { path, label, type: field.kind === 'value' ? field.type : field.kind };
    if (field.kind !== 'component') return [own];
    return [own, ...pathsOf(field.fields, { path: `${path}.`, label: `${label}: ` })];
  });
}

async function namedLocales(strapi: Core.Strapi): Promise<ExportChoices['locales']> {
  return (await siteLocales(strapi)).map(({ code, name }) => ({ code, name }));
}
