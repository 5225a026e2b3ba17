'use strict';

const { backUp } = require('./keepsake.cjs');

module.exports = async ({ strapi }) => backUp(strapi);
