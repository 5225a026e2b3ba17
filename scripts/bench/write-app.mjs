import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The plugin as it is now, compiled into a folder of its own: what lies in dist/ may be in use, and must not change
 * while a measurement runs.
 */
export function buildPlugin(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'strapi-server.js'])
    copyFileSync(path.join(root, file), path.join(folder, file));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = [
    '-p',
    'tsconfig.build.json',
    '--outDir',
    path.join(folder, 'dist'),
    '--declaration',
    'false',
  ];
  const { status } = spawnSync(process.execPath, [compiler, ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The server does not compile, so nothing was measured.');
}

/** A plain JavaScript Strapi app; the environment chooses its database and where the plugin stores. */
export function writeApp(folder, plugin) {
  const write = (file, content) => {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  write('package.json', {
    name: 'bench-app',
    version: '1.0.0',
    private: true,
    dependencies: { '@strapi/strapi': '5.54.0' },
  });
  for (const [name, source] of Object.entries(configs(plugin))) write(`config/${name}.js`, source);
  for (const [name, schema] of Object.entries(COMPONENTS)) write(`src/components/${name}.json`, schema);
  for (const [singular, plural, type] of TYPES) writeType(write, singular, plural, type);
  mkdirSync(path.join(folder, 'public', 'uploads'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
}

function writeType(write, singular, plural, { draftAndPublish = false, attributes }) {
  const api = `src/api/${singular}`;
  write(`${api}/content-types/${singular}/schema.json`, {
    kind: 'collectionType',
    collectionName: plural,
    info: { singularName: singular, pluralName: plural, displayName: singular },
    options: { draftAndPublish },
    attributes,
  });
  const uid = `api::${singular}.${singular}`;
  for (const [part, factory] of [
    ['controllers', 'createCoreController'],
    ['services', 'createCoreService'],
    ['routes', 'createCoreRouter'],
  ]) {
    const source = `module.exports = require('@strapi/strapi').factories.${factory}('${uid}');\n`;
    write(`${api}/${part}/${singular}.js`, source);
  }
}

function configs(plugin) {
  return {
    server: `module.exports = { host: '127.0.0.1', port: 0, app: { keys: ['a', 'b'] }, logger: { updates: { enabled: false } } };`,
    admin: `module.exports = { serveAdminPanel: false, auth: { secret: 's' }, apiToken: { salt: 's' },
      transfer: { token: { salt: 's' } }, secrets: { encryptionKey: '0123456789abcdef0123456789abcdef' } };`,
    database: `module.exports = { connection: JSON.parse(process.env.BENCH_DATABASE) };`,
    middlewares: `module.exports = ['strapi::errors', 'strapi::security', 'strapi::cors', 'strapi::poweredBy',
      'strapi::query', 'strapi::body', 'strapi::session', 'strapi::favicon', 'strapi::public'];`,
    plugins: `module.exports = process.env.BENCH_PLUGIN === 'off' ? {} : { keepsake: { enabled: true,
      resolve: ${JSON.stringify(plugin)}, config: { storage: { directory: process.env.BENCH_KEEPSAKE },
      versions: JSON.parse(process.env.BENCH_VERSIONS ?? '{}') } } };`,
  };
}

const COMPONENTS = {
  'shared/section': component('section', { heading: { type: 'string' }, text: { type: 'text' } }),
  'shared/seo': component('seo', { metaTitle: { type: 'string' }, metaDescription: { type: 'text' } }),
};

function component(displayName, attributes) {
  return {
    collectionName: `components_shared_${displayName}s`,
    info: { displayName },
    options: {},
    attributes,
  };
}

const TYPES = [
  [
    'author',
    'authors',
    {
      attributes: {
        name: { type: 'string' },
        biography: { type: 'text' },
        articles: many('oneToMany', 'author'),
      },
    },
  ],
  [
    'category',
    'categories',
    { attributes: { name: { type: 'string' }, articles: many('oneToMany', 'category') } },
  ],
  ['tag', 'tags', { attributes: { name: { type: 'string' }, articles: many('manyToMany', 'tags') } }],
  [
    'article',
    'articles',
    {
      draftAndPublish: true,
      attributes: {
        title: { type: 'string' },
        slug: { type: 'string' },
        excerpt: { type: 'text' },
        body: { type: 'richtext' },
        minutes: { type: 'integer' },
        featured: { type: 'boolean' },
        details: { type: 'json' },
        sections: { type: 'component', component: 'shared.section', repeatable: true },
        seo: { type: 'component', component: 'shared.seo', repeatable: false },
        author: owned('manyToOne', 'author'),
        category: owned('manyToOne', 'category'),
        tags: owned('manyToMany', 'tag'),
      },
    },
  ],
];

function owned(kind, target) {
  return { type: 'relation', relation: kind, target: `api::${target}.${target}`, inversedBy: 'articles' };
}

/** The other side of an article's relation. */
function many(kind, mappedBy) {
  return { type: 'relation', relation: kind, target: 'api::article.article', mappedBy };
}
