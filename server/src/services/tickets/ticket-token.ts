import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 16;
const SEAL_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/** A key for tickets and nothing else, out of one of the app's keys. */
export function ticketKey(appKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', appKey, '', 'keepsake download ticket 1', 32));
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
