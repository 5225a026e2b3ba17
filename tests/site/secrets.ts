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

/** What looks like something that opens a door, whatever its value is. */
const SHAPES: Record<string, RegExp> = {
  'a session token': /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/,
  'the address of a download': /\/downloads\/(?!ticket\b)[\w.-]{20,}/,
  'a hash of a password': /\$2[aby]\$\d\d\$[./\w]{20,}/,
  'a header that authorises': /Bearer [\w.-]{20,}/,
  'a signature of an address': /X-Amz-Signature=[0-9a-f]{20,}/,
};

/** The names of the secrets in these lines. */
export function secretsIn(lines: string[], secrets: Record<string, string>): string[] {
  const text = lines.join('\n');
  const values = Object.entries(secrets).filter(([, secret]) => text.includes(secret));
  const shapes = Object.entries(SHAPES).filter(([, shape]) => shape.test(text));
  return [...values, ...shapes].map(([name]) => name);
}

/** Throws where a line that was logged holds a secret of the site, by the name of the secret alone. */
export function assertNoSecrets(lines: string[], site: { strapi: Core.Strapi; folder: string }): void {
  const found = secretsIn(lines, secretsOf(site));
  if (found.length > 0)
    throw new Error(`The log of the site holds what nobody may read: ${found.join(', ')}.`);
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
