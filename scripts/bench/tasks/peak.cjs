'use strict';

const { readFileSync, writeFileSync } = require('node:fs');

/** Linux: booting takes memory too, and may have taken more. */
function forgetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

/** The most resident memory of this process, in bytes; on Linux since it was last forgotten. */
function readPeak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

module.exports = { forgetPeak, readPeak };
