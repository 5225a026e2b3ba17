import type { Core } from '@strapi/strapi';

import type { ActivityAction } from '../../../../shared/contracts/activity';
import type {
  ReadyTemplate,
  Template,
  TemplateInput,
  TemplateOptions,
} from '../../../../shared/contracts/templates';
import type { Asker } from '../exports/asker';
import { parseExportChoice } from '../exports/export-choice';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { isReady, READY_TEMPLATES } from './ready-templates';
import {
  ambiguous,
  forbidden,
  nameTaken,
  notFound,
  outdated,
  readyOnly,
  unfitOption,
  unknownTemplate,
} from './template-errors';
import { goneParts, templateGround, templateMisfits } from './template-misfits';
import type { TemplateGround } from './template-misfits';
import { isOwner, isSeenBy, toTemplate } from './template-row';
import type { TemplateRow } from './template-row';

/**
 * Saved export options. The ready ones are part of the plugin and of every project; the others belong to a project and to
 * who made them, and are shared with everybody who may export it if so chosen.
 */
export interface TemplateService {
  /** Throws `project_unknown`. */
  list(project: string, asker: Asker): Promise<Template[]>;
  /** Throws `template_not_found`, for what is not the asker's to see too. */
  find(documentId: string, asker: Asker): Promise<Template>;
  /** Throws `project_unknown`, `template_name_taken`, and what is wrong with the options, by name. */
  create(project: string, input: TemplateInput, asker: Asker): Promise<Template>;
  /** Throws what `find` and `create` throw, `template_ready` and `forbidden`. */
  update(documentId: string, input: TemplateInput, asker: Asker): Promise<Template>;
  copy(documentId: string, name: string | undefined, asker: Asker): Promise<Template>;
  remove(documentId: string, asker: Asker): Promise<{ documentId: string }>;
  /**
   * Options with those of the template that they name beneath them. What names none comes back as it is.
   *
   * @param project Slug
   * @throws KeepsakeError `template_unknown`, `template_ambiguous`, and `template_outdated` with all that the site no
   * longer has
   */
  apply(project: string, options: unknown, asker: Asker): Promise<unknown>;
}

const UID = 'plugin::keepsake.template';

type Given = Record<string, unknown>;

export function createTemplateService({ strapi }: { strapi: Core.Strapi }): TemplateService {
  const rows = () => ownRows<TemplateRow>(strapi, UID);
  const slugOf = async (project: string) => (await pluginService(strapi, 'projects').find(project)).slug;

  const service: TemplateService = {
    async list(project, asker) {
      const slug = await slugOf(project);
      const ground = await templateGround(strapi);
      const ready = (Object.keys(READY_TEMPLATES) as ReadyTemplate[]).map((key) =>
        readyOf(key, slug, ground),
      );
      return [...ready, ...(await seen(slug, asker)).map((row) => shown(row, asker, ground))];
    },

    async find(documentId, asker) {
      const ground = await templateGround(strapi);
      if (isReady(documentId)) return readyOf(documentId, await slugOf('site'), ground);
      return shown(await rowOf(documentId, asker), asker, ground);
    },

    async create(project, input, asker) {
      const slug = await slugOf(project);
      const ground = await templateGround(strapi);
      refuseUnfit(ground, input.options);
      await refuseTaken(slug, input.name, asker.id, null);
      const row = await rows().create({
        data: { ...dataOf(input), project: slug, author: asker.name, ownerId: asker.id },
      });
      await note('template.create', row);
      return shown(row, asker, ground);
    },

    async update(documentId, input, asker) {
      const row = await changeable(documentId, asker);
      const ground = await templateGround(strapi);
      refuseUnfit(ground, input.options);
      await refuseTaken(row.project, input.name, row.ownerId, documentId);
      await rows().update({ where: { documentId }, data: dataOf(input) });
      await note('template.change', { ...row, name: input.name });
      return service.find(documentId, asker);
    },

    async copy(documentId, name, asker) {
      const { project, options, description, name: old } = await service.find(documentId, asker);
      const free = name ?? (await freeName(project, old, asker.id));
      await refuseTaken(project, free, asker.id, null);
      // As it is: a copy of what no longer fits is where somebody sets that right.
      const data = { ...dataOf({ name: free, description, options }), project };
      const row = await rows().create({ data: { ...data, author: asker.name, ownerId: asker.id } });
      await note('template.create', row);
      return shown(row, asker, await templateGround(strapi));
    },

    async remove(documentId, asker) {
      const row = await changeable(documentId, asker);
      await rows().delete({ where: { documentId } });
      await note('template.delete', row);
      return { documentId };
    },

    async apply(project, given, asker) {
      if (!isGiven(given) || typeof given.template !== 'string') return given;
      const { documentId, name, options } = await named(project, given.template, asker);
      const kept = keptOf(options, given);
      const gone = goneParts(await templateGround(strapi), kept);
      if (gone.length > 0) throw outdated(name, gone);
      return { ...kept, ...given, ...settingsOf(kept, given), template: documentId };
    },
  };

  function note(action: ActivityAction, { documentId: id, name, project }: TemplateRow): Promise<void> {
    return pluginService(strapi, 'activity').record({
      action,
      project,
      object: { type: 'template', id, name },
    });
  }

  async function seen(project: string, asker: Asker): Promise<TemplateRow[]> {
    const found = await rows().findMany({ where: { project }, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
    return found.filter((row) => isSeenBy(row, asker));
  }

  async function rowOf(documentId: string, asker: Asker): Promise<TemplateRow> {
    const row = await rows().findOne({ where: { documentId } });
    if (!row || !isSeenBy(row, asker)) throw notFound(documentId);
    return row;
  }

  async function changeable(documentId: string, asker: Asker): Promise<TemplateRow> {
    if (isReady(documentId)) throw readyOnly(documentId);
    const row = await rowOf(documentId, asker);
    if (!isOwner(row, asker) && !asker.managesOthers) throw forbidden(documentId);
    return row;
  }

  /** By its id, or by its name: one's own before those of others. */
  async function named(
    project: string,
    idOrName: string,
    asker: Asker,
  ): Promise<Pick<Template, 'documentId' | 'name' | 'options'>> {
    if (isReady(idOrName)) return { documentId: idOrName, ...READY_TEMPLATES[idOrName] };
    const all = await seen(project, asker);
    const byId = all.find(({ documentId }) => documentId === idOrName);
    if (byId) return byId;
    const byName = all.filter(({ name }) => name === idOrName);
    const own = byName.filter((row) => isOwner(row, asker));
    const [only, ...others] = own.length > 0 ? own : byName;
    if (!only) throw unknownTemplate(idOrName, project);
    if (others.length > 0) throw ambiguous(idOrName);
    return only;
  }

  /** Of one's own no two have the same name, so that it names one. */
  async function refuseTaken(
    project: string,
    name: string,
    ownerId: string | null,
    except: string | null,
  ): Promise<void> {
    const same = await rows().findMany({ where: { project, name, ownerId } });
    if (isReady(name) || same.some(({ documentId }) => documentId !== except)) throw nameTaken(name);
  }

  async function freeName(project: string, name: string, ownerId: string | null): Promise<string> {
    const taken = (await rows().findMany({ where: { project, ownerId } })).map((row) => row.name);
    if (!taken.includes(name)) return name;
    let number = 2;
    while (taken.includes(`${name} (${number})`)) number += 1;
    return `${name} (${number})`;
  }

  return service;
}

function readyOf(key: ReadyTemplate, project: string, ground: TemplateGround): Template {
  const { name, description, options } = READY_TEMPLATES[key];
  return {
    documentId: key,
    project,
    ready: key,
    name,
    description,
    options,
    shared: true,
    isOwn: false,
    canChange: false,
    misfits: templateMisfits(ground, options),
    author: null,
    createdAt: null,
    updatedAt: null,
  };
}

function shown(row: TemplateRow, asker: Asker, ground: TemplateGround): Template {
  return toTemplate(row, asker, templateMisfits(ground, row.options));
}

function dataOf({ name, description = '', options, shared = false }: TemplateInput) {
  return { name, description, options, shared };
}

function refuseUnfit(ground: TemplateGround, options: TemplateOptions): void {
  parseExportChoice(options);
  const [first] = templateMisfits(ground, options);
  if (first) throw unfitOption(first);
}

function isGiven(options: unknown): options is Given {
  return typeof options === 'object' && options !== null && !Array.isArray(options);
}

/** What of a template is not said otherwise beside it. The settings of one format mean nothing in another. */
function keptOf(options: TemplateOptions, given: Given): Partial<TemplateOptions> {
  const isSameFormat = given.format === undefined || given.format === options.format;
  const kept = Object.entries(options).filter(([name]) => {
    if (name === 'customSettings') return isSameFormat;
    return given[name] === undefined;
  });
  return Object.fromEntries(kept);
}

function settingsOf(kept: Partial<TemplateOptions>, given: Given): Given {
  if (!kept.customSettings) return {};
  if (given.customSettings === undefined) return { customSettings: kept.customSettings };
  // What is no object is refused by name where the options are read.
  if (!isGiven(given.customSettings)) return {};
  return { customSettings: { ...kept.customSettings, ...given.customSettings } };
}
