import type { Core } from '@strapi/strapi';

import type { TemplateMisfit, TemplateOptions } from '../../../../shared/contracts/templates';
import { KeepsakeError } from '../../core/errors';
import { exportablePlans, siteLocales } from '../exports/compile-export';
import { parseExportChoice } from '../exports/export-choice';
import { compileReadPlan } from '../snapshots/compile-read-plan';

interface Model {
  attributes: Record<string, { type: string; component?: string } | undefined>;
}

/** What the site has now that a template may name. */
export interface TemplateGround {
  strapi: Core.Strapi;
  /** Uids of what can be exported; of content first. */
  types: string[];
  content: string[];
  locales: string[];
}

export async function templateGround(strapi: Core.Strapi): Promise<TemplateGround> {
  const types = exportablePlans(compileReadPlan(strapi));
  return {
    strapi,
    types: types.map(({ uid }) => uid),
    content: types.filter(({ part }) => part === 'content').map(({ uid }) => uid),
    locales: (await siteLocales(strapi)).map(({ code }) => code),
  };
}

/** Every part of a template that the site does not have, or that this version cannot make. */
export function templateMisfits(ground: TemplateGround, options: TemplateOptions): TemplateMisfit[] {
  return [...unfitOptions(options), ...goneParts(ground, options)];
}

/** The content types, fields and locales that options name and the site does not have. */
export function goneParts(
  ground: TemplateGround,
  options: Pick<TemplateOptions, 'contentTypes' | 'fields' | 'locales'>,
): TemplateMisfit[] {
  const misfits: TemplateMisfit[] = [];
  for (const uid of options.contentTypes ?? []) {
    if (ground.types.includes(uid)) continue;
    misfits.push({
      option: 'contentTypes',
      item: uid,
      message: `There is no content type ${uid} to export.`,
    });
  }
  const types = (options.contentTypes ?? ground.content).filter((uid) => ground.types.includes(uid));
  for (const path of options.fields ?? []) {
    if (types.some((uid) => hasPath(ground.strapi, uid, path.split('.')))) continue;
    misfits.push({
      option: 'fields',
      item: path,
      message: `None of its content types has a field ${path}.`,
    });
  }
  for (const code of options.locales ?? []) {
    if (ground.locales.includes(code)) continue;
    misfits.push({ option: 'locales', item: code, message: `The site has no locale ${code}.` });
  }
  return misfits;
}

function* unfitOptions(options: TemplateOptions): Generator<TemplateMisfit> {
  try {
    parseExportChoice(options);
  } catch (error) {
    if (!(error instanceof KeepsakeError)) throw error;
    const [option = 'options'] = error.item.split('.');
    yield { option, item: error.item, message: error.message };
  }
}

function hasPath(strapi: Core.Strapi, uid: string, [name = '', ...rest]: string[]): boolean {
  const model = strapi.getModel(uid as never) as unknown as Model | undefined;
  const attribute = model?.attributes[name];
  if (!attribute) return false;
  if (rest.length === 0) return true;
  return (
    attribute.type === 'component' &&
    attribute.component !== undefined &&
    hasPath(strapi, attribute.component, rest)
  );
}
