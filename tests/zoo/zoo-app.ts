import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { components, contentTypes } from './schemas';

const root = resolve(__dirname, '..', '..');

/** The app of the zoo, in plain JavaScript; its database and its folders follow the environment it boots in. */
export interface ZooApp {
  folder: string;
  remove(): void;
}

const CONFIG: Record<string, string> = {
  server: `module.exports = ({ env }) => ({
    host: '127.0.0.1', port: 0, app: { keys: ['a', 'b'] }, dirs: { public: env('PUBLIC_DIR') },
  });`,
  admin: `module.exports = { auth: { secret: 's' }, apiToken: { salt: 's' }, transfer: { token: { salt: 's' } },
    secrets: { encryptionKey: '0123456789abcdef0123456789abcdef' } };`,
  // Knex warns of each table that MySQL makes inside Strapi's transaction: two hundred lines for a boot.
  database: `module.exports = ({ env }) => ({ connection: { ...JSON.parse(env('ZOO_CONNECTION')), log: { warn() {} } } });`,
  middlewares: `module.exports = ['strapi::logger', 'strapi::errors', 'strapi::security', 'strapi::cors',
    'strapi::poweredBy', 'strapi::query', 'strapi::body', 'strapi::session', 'strapi::favicon', 'strapi::public'];`,
  logger: `module.exports = { level: 'error' };`,
  plugins: `module.exports = ({ env }) => ({
    'users-permissions': { config: { jwtSecret: 's' } },
    keepsake: { enabled: true, resolve: ${JSON.stringify(root)},
      config: { storage: { directory: env('KEEPSAKE_DIRECTORY') }, encryption: { secret: 'the keeper of the zoo has the key' },
        jobs: env.json('KEEPSAKE_JOBS', {}) } },
  });`,
};

const INDEX = `module.exports = {
  register({ strapi }) { strapi.customFields.register({ name: 'tint', type: 'string' }); },
};`;

export function createZooApp(): ZooApp {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-zoo-app-'));
  const write = (path: string, content: string | object) => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  const dependencies = {
    '@strapi/strapi': '5.54.0',
    '@strapi/plugin-users-permissions': '5.54.0',
  };
  write('package.json', { name: 'zoo', version: '1.0.0', private: true, dependencies });
  for (const [name, text] of Object.entries(CONFIG)) write(`config/${name}.js`, text);
  write('src/index.js', INDEX);
  for (const [name, schema] of Object.entries(contentTypes)) {
    write(`src/api/${name}/content-types/${name}/schema.json`, schema);
  }
  for (const [name, schema] of Object.entries(components)) write(`src/components/zoo/${name}.json`, schema);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
