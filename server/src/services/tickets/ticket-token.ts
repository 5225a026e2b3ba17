import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';

const ID_BYTES = 16;
const SEAL_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

export const TICKET_PURPOSE = 'keepsake download ticket 1';
export const LINK_PURPOSE = 'keepsake share link 1';

/**
 * A key for one purpose and nothing else, out of each of the app's keys. The first one issues; the others are those of
 * before a rotation.
 */
export function appKeys(strapi: Core.Strapi, purpose: string): [Buffer, ...Buffer[]] {
  const [first, ...rest] = strapi.config.get<string[]>('server.app.keys', []);
  if (first === undefined) {
    throw new KeepsakeError('app_keys_missing', 'The app has no keys, so that no download can be signed.', {
      hint: 'Set app.keys in config/server.',
    });
  }
  const keyOf = (appKey: string) => purposeKey(appKey, purpose);
  return [keyOf(first), ...rest.map(keyOf)];
}

export function purposeKey(appKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', appKey, '', purpose, 32));
}

/**
 * A random id and its seal, as 64 characters of base64url. The database knows the id alone, so that a stolen copy of
 * it opens no download.
 */
export function issueToken(key: Buffer): { token: string; id: string } {
  const id = randomBytes(ID_BYTES);
  return { token: Buffer.concat([id, seal(key, id)]).toString('base64url'), id: id.toString('base64url') };
}

/** The id of a token that `key` sealed, else null. */
export function readToken(key: Buffer, token: string): string | null {
  if (!TOKEN.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const id = bytes.subarray(0, ID_BYTES);
  return timingSafeEqual(bytes.subarray(ID_BYTES), seal(key, id)) ? id.toString('base64url') : null;
}

function seal(key: Buffer, id: Buffer): Buffer {
  return createHmac('sha256', key).update(id).digest().subarray(0, SEAL_BYTES);
}
