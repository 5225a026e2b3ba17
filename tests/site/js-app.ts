import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** A plain JavaScript app in a folder of its own, with two content types that know nothing of each other. */
export interface JsApp {
  folder: string;
  remove(): void;
}

/**
 * `resolve`: the plugin is enabled by its folder in config/plugins. `name`: it is installed under node_modules and
 * named in package.json, as `npm install strapi-plugin-keepsake` leaves it, with only the files that npm would pack.
 */
export function createJsApp(enabledBy: 'resolve' | 'name'): JsApp {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-app-'));
  const write = (path: string, content: string | object) => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  const dependencies: Record<string, string> = { '@strapi/strapi': '5.54.0' };
  if (enabledBy === 'name') dependencies['strapi-plugin-keepsake'] = '0.1.0';
  write('package.json', { name: 'plain-app', version: '1.0.0', private: true, dependencies });
  write('config/server.js', `module.exports = { host: '127.0.0.1', port: 0, app: { keys: ['a', 'b'] } };`);
  write(
    'config/admin.js',
    `module.exports = { auth: { secret: 's' }, apiToken: { salt: 's' }, transfer: { token: { salt: 's' } },
      secrets: { encryptionKey: '0123456789abcdef0123456789abcdef' } };`,
  );
  write(
    'config/database.js',
    `const { join } = require('node:path');
    module.exports = { connection: { client: 'sqlite', connection: { filename: join(__dirname, '..', 'data.db') }, useNullAsDefault: true } };`,
  );
  write(
    'config/middlewares.js',
    `module.exports = ['strapi::logger', 'strapi::errors', 'strapi::security', 'strapi::cors', 'strapi::poweredBy',
      'strapi::query', 'strapi::body', 'strapi::session', 'strapi::favicon', 'strapi::public'];`,
  );
  const plugins = enabledBy === 'resolve' ? { keepsake: { enabled: true, resolve: root } } : {};
  write('config/plugins.js', `module.exports = ${JSON.stringify(plugins)};`);
  for (const [singular, plural] of [
    ['note', 'notes'],
    ['memo', 'memos'],
  ]) {
    write(`src/api/${singular}/content-types/${singular}/schema.json`, {
      kind: 'collectionType',
      collectionName: plural,
      info: { singularName: singular, pluralName: plural, displayName: singular },
      options: { draftAndPublish: false },
      attributes: { title: { type: 'string' }, pages: { type: 'integer' } },
    });
  }
  mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
  if (enabledBy === 'resolve') symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  else installByName(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** As after `npm install`: all packages (hard links, so that it takes seconds), and of the plugin just what npm packs. */
function installByName(folder: string): void {
  execFileSync('cp', ['-al', join(root, 'node_modules'), folder]);
  const plugin = join(folder, 'node_modules', 'strapi-plugin-keepsake');
  rmSync(plugin, { recursive: true, force: true });
  const options = { cwd: root, encoding: 'utf8' as const };
  const packed = execFileSync(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    options,
  );
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  renameSync(join(folder, 'package'), plugin);
}
