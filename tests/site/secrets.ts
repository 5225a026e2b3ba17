import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

const KEPT_IN = [
  'server.app.keys',
  'admin',
  'database.connection',
  'plugin::keepsake',
  'plugin::upload',
  'plugin::users-permissions',
];
const IS_SECRET = /secret|salt|password|jwt|keys?$|token/i;
/** Shorter ones ("s" of a plain app) are in every text. */
const SHORTEST = 12;

/** What of a site nobody may read in an answer or a log, by its name: its keys, secrets and passwords. */
export function secretsOf({
  strapi,
  folder,
}: {
  strapi: Core.Strapi;
  folder: string;
}): Record<string, string> {
  const found: Record<string, string> = { ...generated(folder), 'a password': 'Password-123' };
  for (const path of KEPT_IN) gather(path, strapi.config.get(path), IS_SECRET.test(path), found);
  return found;
}

function gather(name: string, value: unknown, isSecret: boolean, found: Record<string, string>): void {
  if (typeof value === 'string') {
    if (isSecret && value.length >= SHORTEST) found[name] = value;
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    gather(`${name}.${key}`, inner, isSecret || IS_SECRET.test(key), found);
}

function generated(folder: string): Record<string, string> {
  try {
    return { 'the generated secret': readFileSync(join(folder, 'keepsake', 'secret'), 'utf8').trim() };
  } catch {
    return {};
  }
}
