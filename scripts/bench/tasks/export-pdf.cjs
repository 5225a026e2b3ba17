'use strict';

const { setTimeout } = require('node:timers/promises');

const { exportSite } = require('./keepsake.cjs');
const { forgetPeak, readPeak } = require('./peak.cjs');

const SETTLE_MS = 2000;

/** Exports the drafts of all articles as PDF; without a browser, says why there is none. */
module.exports = async ({ strapi }) => {
  const pdf = strapi.plugin('keepsake').service('exports').formats();
  const { available, reason } = pdf.find(({ format }) => format === 'pdf');
  if (!available) return { reason };
  await setTimeout(SETTLE_MS);
  const idle = process.memoryUsage.rss();
  forgetPeak();
  const options = { status: 'draft', contentTypes: ['api::article.article'] };
  const times = await exportSite(strapi, 'pdf', options);
  return { ...times, idle, peak: readPeak() };
};
