'use strict';

const { setTimeout } = require('node:timers/promises');

const { backUp, exportSite } = require('./keepsake.cjs');
const { forgetPeak, readPeak } = require('./peak.cjs');

const SETTLE_MS = 2000;

/** Resident memory of the idle app, and the most that it had during a backup or an export, in bytes. */
module.exports = async ({ strapi }, { format } = {}) => {
  await setTimeout(SETTLE_MS);
  const idle = process.memoryUsage.rss();
  forgetPeak();
  if (format) await exportSite(strapi, format);
  else await backUp(strapi);
  return { idle, peak: readPeak() };
};
