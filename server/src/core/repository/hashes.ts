import { createHmac } from 'node:crypto';
import type { HashDomain } from './repository';
import type { Key } from './keys';

/**
 * Everything that is recognised by its content or by its number goes through one keyed hash: HMAC-SHA-256 under the
 * id key, over `keepsake:<domain>`, a zero byte and the content, cut to 128 bits. Without the key a hash or a name
 * says nothing, not even whether a known file is in the storage.
 */
export interface Hashes {
  /** 22 characters of base64url. */
  hash(domain: HashDomain | 'object', content: string | Buffer): string;
  hasher(domain: HashDomain): { update(chunk: Buffer): void; digest(): string };
  /** Whether a key ends a piece of a tree: true for one in 8, and independent for the two levels. */
  cuts(key: string, level: 0 | 1): boolean;
  /** `<prefix>-` and 26 characters of base32; the same for the same writer, kind and number, for ever. */
  objectName(writer: string, kind: ObjectKind, number: number): string;
}

export type ObjectKind = 'pack' | 'manifest';

const HASH_BYTES = 16;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export function createHashes(key: Key<'id'>, prefix: string): Hashes {
  const start = (domain: string) => createHmac('sha256', key.bytes).update(`keepsake:${domain}\0`);
  return {
    hash: (domain, content) => short(start(domain).update(content).digest()),
    hasher: (domain) => {
      const hmac = start(domain);
      return { update: (chunk) => void hmac.update(chunk), digest: () => short(hmac.digest()) };
    },
    cuts: (entryKey, level) => (start('key').update(entryKey).digest().readUInt8(level) & 7) === 0,
    objectName: (writer, kind, number) => {
      const digest = start('name').update(`${writer}|${kind}|${number}`).digest();
      return `${prefix}-${base32(digest.subarray(0, HASH_BYTES))}`;
    },
  };
}

function short(digest: Buffer): string {
  return digest.subarray(0, HASH_BYTES).toString('base64url');
}

/** RFC 4648 base32 in lower case without padding: 16 bytes become 26 characters. */
function base32(bytes: Buffer): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  // 16 bytes are 25 characters and 3 bits.
  return text + BASE32[(value << (5 - bits)) & 31];
}
