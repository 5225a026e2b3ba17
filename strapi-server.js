'use strict';

// Both the plugin's server (its default export is what Strapi loads) and the library (its named exports).
// It sits in the package root because Strapi takes the folder of whatever `require.resolve` of the
// plugin answers for the plugin's root, and looks for package.json there (docs/decisions/0001-build.md).
module.exports = require('./dist/server/src/index.js');
