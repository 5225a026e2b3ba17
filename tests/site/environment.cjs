'use strict';

const { TestEnvironment } = require('jest-environment-node');

/**
 * Gives tests Node's own `require`. A Strapi loaded through jest's module registry is loaded anew for each test file,
 * module by module through the sandbox: half a minute instead of two seconds.
 *
 * What comes from there lives in another realm: `instanceof Error` and `instanceof Date` do not hold across it.
 */
module.exports = class SiteEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.hostRequire = require;
  }
};
