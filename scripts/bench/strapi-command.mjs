import path from 'node:path';
import { createInterface } from 'node:readline';
import { ended, startChild } from './children.mjs';

const MINUTES = 30;

/**
 * Seconds that `strapi export` or `strapi import` works: from the line that says it starts, which it prints once it
 * has booted, to the line that says it is done.
 */
export async function timeStrapiCommand(sites, site, args) {
  const bin = path.join(sites.app, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');
  const child = startChild(process.execPath, [bin, ...args], {
    cwd: sites.app,
    env: sites.environment(site),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const times = {};
  const printed = [];
  const watch = (stream) =>
    createInterface({ input: stream }).on('line', (line) => {
      printed.push(line);
      if (/^Starting (export|import)/.test(line)) times.started = performance.now();
      if (/(Export|Import) process has been completed/.test(line)) times.done = performance.now();
    });
  watch(child.stdout);
  watch(child.stderr);
  try {
    await ended(child, `strapi ${args[0]}`, MINUTES);
    if (!times.started || !times.done)
      throw new Error(`strapi ${args[0]} did not say when it began and ended.`);
  } catch (error) {
    throw new Error(`${error.message}\n${printed.slice(-30).join('\n')}`, { cause: error });
  }
  return { seconds: (times.done - times.started) / 1000 };
}
