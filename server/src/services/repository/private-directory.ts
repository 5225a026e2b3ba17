import { basename, isAbsolute, join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { parseConfig } from '../../config';
import type { KeepsakeConfig } from '../../config';

export function keepsakeConfig(strapi: Core.Strapi): KeepsakeConfig {
  return parseConfig(strapi.config.get('plugin::keepsake'));
}

/** Absolute path of the private folder: never below `public/`, and a dot folder, which `strapi develop` does not watch. */
export function privateDirectory(strapi: Core.Strapi): string {
  const { directory } = keepsakeConfig(strapi).storage;
  return isAbsolute(directory) ? directory : join(strapi.dirs.app.root, directory);
}

/** The same for people: relative to the app, and of a folder elsewhere only its name. Absolute paths stay on the server. */
export function privateDirectoryName(strapi: Core.Strapi): string {
  const { directory } = keepsakeConfig(strapi).storage;
  return isAbsolute(directory) ? basename(directory) : directory;
}
