import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { BUILT_IN_TEMPLATES, parseTemplates } from '../../core/formats/pdf/templates';
import type { TemplateFiles } from '../../core/formats/pdf/templates';
import { keepsakeConfig } from '../repository/private-directory';

const LOGOS: Record<string, string> = {
  'logo.svg': 'image/svg+xml',
  'logo.png': 'image/png',
  'logo.jpg': 'image/jpeg',
  'logo.webp': 'image/webp',
};
const MOST_BYTES = 1024 * 1024;

/**
 * The templates of a PDF: those of the site's folder, and the built-in ones for what is not there.
 *
 * @throws KeepsakeError `pdf_template_invalid` for a file that cannot be used, and for one that no PDF would use
 */
export async function readPdfTemplates(strapi: Core.Strapi): Promise<TemplateFiles> {
  const { templates: folder } = keepsakeConfig(strapi).pdf;
  if (folder === undefined) return BUILT_IN_TEMPLATES;
  const path = isAbsolute(folder) ? folder : join(strapi.dirs.app.root, folder);
  const names = await readdir(path).catch((cause: unknown) => {
    throw invalid('pdf.templates', 'The folder that pdf.templates names cannot be read.', cause);
  });
  const files = { ...BUILT_IN_TEMPLATES };
  for (const name of names) {
    const mime = LOGOS[name];
    if (mime !== undefined) {
      files.logo = `data:${mime};base64,${(await readTemplate(path, name)).toString('base64')}`;
    } else if (isTemplate(name)) files[name] = (await readTemplate(path, name)).toString('utf8');
    else if (/\.(html?|css|svg|png|jpe?g|webp|gif)$/i.test(name))
      throw invalid(name, `The folder pdf.templates has a file ${name}, which no PDF would use.`);
  }
  parseTemplates(files);
  return files;
}

function isTemplate(name: string): name is keyof TemplateFiles {
  return name !== 'logo' && Object.hasOwn(BUILT_IN_TEMPLATES, name);
}

async function readTemplate(folder: string, name: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, name)).catch((cause: unknown) => {
    throw invalid(name, `The template ${name} cannot be read.`, cause);
  });
  if (bytes.length > MOST_BYTES) throw invalid(name, `The template ${name} is larger than 1 MB.`);
  return bytes;
}

function invalid(item: string, message: string, cause?: unknown): KeepsakeError {
  const names = [...Object.keys(BUILT_IN_TEMPLATES).filter(isTemplate), ...Object.keys(LOGOS)];
  return new KeepsakeError('pdf_template_invalid', message, {
    hint: `The folder may have: ${names.join(', ')}.`,
    item,
    cause,
  });
}
