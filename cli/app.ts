import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../server/src/core/errors';
import { PLUGIN_ID } from '../server/src/plugin-id';

interface StrapiPackage {
  compileStrapi(options: { appDir: string }): Promise<{ appDir: string; distDir: string }>;
  createStrapi(options: object): { load(): Promise<Core.Strapi> };
}

/**
 * Boots the Strapi app in the current folder without its server and admin panel, as Strapi's own commands do, and
 * runs `work` on it.
 *
 * @throws KeepsakeError `not_a_strapi_app` or `plugin_disabled`
 */
export async function withApp<T>(work: (strapi: Core.Strapi) => Promise<T>): Promise<T> {
  const appDir = process.cwd();
  const { compileStrapi, createStrapi } = hostStrapi(appDir);
  process.env.KEEPSAKE_ROLE = 'cli';
  const context = await compileStrapi({ appDir });
  const app = await createStrapi({ ...context, autoReload: false, serveAdminPanel: false }).load();
  try {
    if (!app.plugin(PLUGIN_ID)) throw pluginDisabled();
    return await work(app);
  } finally {
    await app.destroy();
  }
}

/** The app's own Strapi: another copy would not share its types and plugins. */
function hostStrapi(appDir: string): StrapiPackage {
  const manifest = join(appDir, 'package.json');
  const isApp = existsSync(manifest) && 'dependencies' in readManifest(manifest);
  try {
    if (isApp) return createRequire(manifest)('@strapi/strapi') as StrapiPackage;
  } catch (cause) {
    throw notAnApp(appDir, cause);
  }
  throw notAnApp(appDir);
}

function readManifest(file: string): object {
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

function notAnApp(folder: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('not_a_strapi_app', 'This folder holds no Strapi app.', {
    hint: `Run keepsake in the folder of your Strapi app, after its npm install (this is ${folder}).`,
    cause,
  });
}

function pluginDisabled(): KeepsakeError {
  return new KeepsakeError('plugin_disabled', 'The plugin keepsake is not enabled in this app.', {
    hint: 'Install strapi-plugin-keepsake, or enable it in config/plugins under "keepsake".',
  });
}
