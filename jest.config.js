'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const swc = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'commonjs' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
    },
  ],
};

const project = (displayName, folders, options) => ({
  displayName,
  rootDir: __dirname,
  roots: folders
    .map((folder) => path.join(__dirname, 'tests', folder))
    .filter((folder) => existsSync(folder)),
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testEnvironment: 'node',
  transform: swc,
  ...options,
});

const withSite = {
  setupFilesAfterEnv: ['<rootDir>/tests/long-timeout.ts'],
  testEnvironment: '<rootDir>/tests/site/environment.cjs',
  globalSetup: '<rootDir>/tests/site/global-setup.ts',
};

module.exports = async () => {
  const { findChromium } = await import('./scripts/chromium.mjs');
  // Workers inherit it, so that a test needs to look at one variable only.
  const chromium = findChromium();
  if (chromium) process.env.CHROMIUM_PATH = chromium;

  return {
    projects: [
      project('unit', ['unit', 'comparer']),
      // Boots Strapi with the plugin from dist/: build first (`npm test` does).
      project('integration', ['integration'], withSite),
      project('e2e', ['e2e'], withSite),
      // Jest refuses a project whose folder is not there, and git keeps no empty ones.
    ].filter(({ roots }) => roots.length > 0),
    // No workerIdleMemoryLimit: Jest ends such a worker by SIGTERM, which Strapi answers with an exit of its own,
    // and Jest takes that for a crash.
    collectCoverageFrom: ['server/src/**/*.ts', 'shared/**/*.ts', 'cli/**/*.ts'],
    coverageDirectory: 'coverage',
  };
};
