'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { setTimeout } = require('node:timers/promises');

const { backUp, exportSite } = require('./keepsake.cjs');

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

/** Linux: booting takes memory too, and may have taken more. */
function forgetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function readPeak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
