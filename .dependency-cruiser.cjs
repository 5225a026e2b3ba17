'use strict';

// The direction of dependencies, as docs/decisions/0001-build.md and CONTRIBUTING.md describe it.

const ours = '^(server|shared|cli|admin|tests|scripts|example)/';
const strapi = '(^|node_modules/)@strapi/';

/** Libraries that server/src/core may load. Grow it with the table of dependencies, never for a shortcut. */
const coreLibraries =
  'node_modules/(@cantoo/pdf-lib|@sparticuz/chromium|croner|csv-parse|csv-stringify|jsondiffpatch|markdown-it|puppeteer-core|yauzl|yazl|zod)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or miss a third. Types alone make no circle.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere. dist/ is left out: it is there only after a build.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
    {
      name: 'core-knows-no-strapi',
      severity: 'error',
      from: { path: '^server/src/core/' },
      to: { path: strapi },
    },
    {
      name: 'core-points-inward',
      comment: 'The core knows itself and shared/contracts, nothing else of ours.',
      severity: 'error',
      from: { path: '^server/src/core/' },
      to: { path: ours, pathNot: '^(server/src/core|shared/contracts)/' },
    },
    {
      name: 'core-libraries',
      comment: 'Only the listed libraries; of knex only its types, for the database is the host’s.',
      severity: 'error',
      from: { path: '^server/src/core/' },
      to: { path: 'node_modules/', pathNot: [coreLibraries, 'node_modules/(@types/|knex/)', strapi] },
    },
    {
      name: 'core-knex-types-only',
      severity: 'error',
      from: { path: '^server/src/core/' },
      to: { path: 'node_modules/knex/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-knows-only-core',
      comment: 'The thread has a read plan and a connection, never an app.',
      severity: 'error',
      from: { path: '^server/src/worker/' },
      to: { path: [strapi, ours], pathNot: '^(server/src/(worker|core)|shared/contracts)/' },
    },
    {
      name: 'services-not-outward',
      severity: 'error',
      from: { path: '^server/src/services/' },
      to: { path: '^server/src/(controllers|routes|policies|cron)/' },
    },
    {
      name: 'controllers-not-outward',
      severity: 'error',
      from: { path: '^server/src/controllers/' },
      to: { path: '^server/src/routes/' },
    },
    {
      name: 'controllers-not-repository',
      comment: 'A controller calls a service; keys, packs and roots are below that.',
      severity: 'error',
      from: { path: '^server/src/(controllers|routes|policies)/' },
      to: { path: '^server/src/core/repository/' },
    },
    {
      name: 'routes-thin',
      comment: 'A route names a controller and its policies.',
      severity: 'error',
      from: { path: '^server/src/routes/' },
      to: { path: '^server/src/(services|core|worker)/' },
    },
    {
      name: 'admin-apart',
      comment: 'Admin and server meet in shared/contracts only.',
      severity: 'error',
      from: { path: '^admin/' },
      to: { path: ours, pathNot: '^(admin|shared/contracts)/' },
    },
    {
      name: 'server-apart',
      severity: 'error',
      from: { path: '^(server|cli)/' },
      to: { path: '^(admin|tests|scripts|example)/' },
    },
    {
      name: 'shared-alone',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: ours, pathNot: '^shared/' },
    },
    {
      name: 'comparer-independent',
      comment: 'What judges a restore must not share its mistakes.',
      severity: 'error',
      from: { path: '^tests/comparer/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|shared|cli|dist)/' },
    },
    {
      name: 'shipped-not-dev',
      comment: 'What is published must find its packages in dependencies or in the host app.',
      severity: 'error',
      from: { path: '^(server/src|shared|cli|admin/src)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only', 'npm-peer', 'npm'],
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: '^(dist|example)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
