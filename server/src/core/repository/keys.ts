import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { KeepsakeError } from '../errors';

/**
 * The keys of a repository. Three independent random kinds, so that none says anything of another:
 * - `id`: hashes and object names; never changes, or nothing would be recognised again;
 * - `data`: blocks and manifests; numbered generations, of which the highest writes;
 * - `catalogue`: roots and pack indexes, which are rewritten without touching any data.
 *
 * They are sealed together under a random `master`, and the master under each secret (`secret.ts`). A key exists as an
 * object only after the seal around it was proven, never as the result of a call that may have failed
 * (CVE-2026-1357, CVE-2026-10795: a failed unwrap became a key of zeros).
 */
export type KeyPurpose = 'id' | 'data' | 'catalogue' | 'master' | 'lock';

export const KEY_BYTES = 32;
const MOST_GENERATIONS = 65_535;

/** 32 bytes with a purpose. Never printed, never serialised. */
export class Key<P extends KeyPurpose> {
  readonly purpose: P;
  readonly #bytes: Buffer;

  /** Throws `key_invalid` unless `bytes` are exactly 32 and not all zero. */
  constructor(purpose: P, bytes: Buffer) {
    if (bytes.length !== KEY_BYTES) {
      throw new KeepsakeError(
        'key_invalid',
        `The ${purpose} key has ${bytes.length} bytes instead of ${KEY_BYTES}.`,
      );
    }
    if (bytes.every((byte) => byte === 0)) {
      throw new KeepsakeError('key_invalid', `The ${purpose} key is all zeros.`);
    }
    this.purpose = purpose;
    this.#bytes = Buffer.from(bytes);
  }

  static random<P extends KeyPurpose>(purpose: P): Key<P> {
    return new Key(purpose, randomBytes(KEY_BYTES));
  }

  /** The raw bytes, for node:crypto only. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** A key of its own for one thing: HMAC-SHA-256 of `label`, a zero byte and `salt` under this key. */
  derive(label: string, salt: Buffer): Buffer {
    return createHmac('sha256', this.#bytes).update(label).update('\0').update(salt).digest();
  }

  toJSON(): string {
    return `[${this.purpose} key]`;
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

export interface KeyRing {
  id: Key<'id'>;
  catalogue: Key<'catalogue'>;
  /** By generation, 1 to 65535. */
  data: Map<number, Key<'data'>>;
  /** The generation that new blocks are written under. */
  current: number;
}

/** A fresh ring with data generation 1. */
export function createKeyRing(): KeyRing {
  return {
    id: Key.random('id'),
    catalogue: Key.random('catalogue'),
    data: new Map([[1, Key.random('data')]]),
    current: 1,
  };
}

/** The same ring with one more data key, which writes from now on. */
export function addDataKey(ring: KeyRing): KeyRing {
  const current = nextGeneration(ring);
  return { ...ring, data: new Map([...ring.data, [current, Key.random('data')]]), current };
}

/** A ring that opens nothing of what the old one sealed; only the id key is the same. */
export function renewKeys(ring: KeyRing): KeyRing {
  const current = nextGeneration(ring);
  return {
    id: ring.id,
    catalogue: Key.random('catalogue'),
    data: new Map([[current, Key.random('data')]]),
    current,
  };
}

function nextGeneration({ current }: KeyRing): number {
  if (current < MOST_GENERATIONS) return current + 1;
  throw new KeepsakeError('key_invalid', `A repository has at most ${MOST_GENERATIONS} data keys.`, {
    hint: 'Start a new repository under another prefix.',
  });
}

/** `id` 32, `catalogue` 32, then per generation: number (2, big-endian), key 32. */
export function encodeKeyRing(ring: KeyRing): Buffer {
  const generations = [...ring.data].sort(([a], [b]) => a - b);
  const parts = generations.map(([generation, key]) => {
    const number = Buffer.alloc(2);
    number.writeUInt16BE(generation);
    return Buffer.concat([number, key.bytes]);
  });
  return Buffer.concat([ring.id.bytes, ring.catalogue.bytes, ...parts]);
}

/** Throws `key_invalid` for anything but the exact form. */
export function decodeKeyRing(bytes: Buffer): KeyRing {
  const head = 2 * KEY_BYTES;
  const step = 2 + KEY_BYTES;
  if (bytes.length < head + step || (bytes.length - head) % step !== 0) {
    throw new KeepsakeError('key_invalid', `A key ring of ${bytes.length} bytes is not possible.`);
  }
  const data = new Map<number, Key<'data'>>();
  for (let at = head; at < bytes.length; at += step) {
    const generation = bytes.readUInt16BE(at);
    if (generation === 0 || data.has(generation)) {
      throw new KeepsakeError('key_invalid', `The key ring names data generation ${generation} wrongly.`);
    }
    data.set(generation, new Key('data', bytes.subarray(at + 2, at + step)));
  }
  return {
    id: new Key('id', bytes.subarray(0, KEY_BYTES)),
    catalogue: new Key('catalogue', bytes.subarray(KEY_BYTES, head)),
    data,
    current: Math.max(...data.keys()),
  };
}

const BOX_IV = 12;
const BOX_TAG = 16;

/** AES-256-GCM with a random IV: IV 12, ciphertext, tag 16. For the few small things that hold keys. */
export function sealBox(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(BOX_IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: BOX_TAG });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Plain bytes, or throws whatever node:crypto throws when the key, the context or any byte is not the one sealed. */
export function openBox(key: Buffer, box: Buffer, context: string): Buffer {
  const iv = box.subarray(0, BOX_IV);
  const tag = box.subarray(Math.max(BOX_IV, box.length - BOX_TAG));
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: BOX_TAG });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(box.subarray(BOX_IV, box.length - BOX_TAG)), decipher.final()]);
}
