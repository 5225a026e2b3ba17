import { hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { KeepsakeError } from '../errors';
import { decodeKeyRing, encodeKeyRing, Key, KEY_BYTES, openBox, sealBox, type KeyRing } from './keys';
import { asBytes, asCount, asList, asObject, asOneOf, StoredJsonError } from './stored-json';

/**
 * How a person's secret opens a repository: secret → lock key (scrypt or HKDF) → master → key ring.
 * Several secrets may each hold a lock on the same master.
 */
export type Secret = { kind: 'passphrase'; text: string } | { kind: 'random'; bytes: Buffer };

/** The master, sealed for one secret. Salt and box are base64. */
export type Lock =
  | { kind: 'scrypt'; n: number; r: number; p: number; salt: string; box: string }
  | { kind: 'hkdf'; salt: string; box: string };

/** What a root says of its keys in the clear. */
export interface WrappedKeys {
  locks: Lock[];
  /** The key ring, sealed under the master; base64. */
  ring: string;
}

/**
 * The secret of a repository that is not to be secret: the SHA-256 of `strapi-plugin-keepsake: encryption is off`. The
 * format stays the same and every byte authenticated against accidents; against people it protects nothing.
 */
export const PUBLISHED_SECRET = 'base64:yybwLx6UYx88x3IPsi/j5k93PdjgRq8PfdZduxp2GOw=';

const PREFIX = 'base64:';
const LEAST_CHARACTERS = 20;
const MOST_LOCKS = 16;
const SALT_BYTES = 16;
/** About 0.4 s and 128 MiB on a small server; the memory is what makes guessing dear. */
const SCRYPT = { n: 2 ** 17, r: 8, p: 1 };
/** Bounds for what a root may ask of this machine: a root's clear part is not authenticated yet when it is obeyed. */
const SCRYPT_BOUNDS = { least: 2 ** 14, n: 2 ** 20, r: 16, p: 4, memory: 1024 ** 3 };

/** A new secret: 32 random bytes, as `base64:` and their base64. */
export function createSecret(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString('base64');
}

/**
 * Reads what the site's configuration says. Throws `secret_missing` for nothing at all, `secret_invalid` for a
 * `base64:` that is not 32 bytes, `secret_too_short` for a passphrase under 20 characters.
 */
export function parseSecret(text: string | null): Secret {
  if (text === null || text === '') {
    throw new KeepsakeError(
      'secret_missing',
      'No secret is configured, and backups are never written without one.',
      {
        hint: 'Set KEEPSAKE_SECRET, or encryption.secret in the configuration of the plugin.',
      },
    );
  }
  if (text.startsWith(PREFIX)) return { kind: 'random', bytes: parseRandomSecret(text.slice(PREFIX.length)) };
  // The same passphrase typed on another keyboard may arrive decomposed; NFC makes it the same bytes.
  const passphrase = text.normalize('NFC');
  if ([...passphrase].length < LEAST_CHARACTERS) {
    throw new KeepsakeError(
      'secret_too_short',
      `The passphrase has fewer than ${LEAST_CHARACTERS} characters.`,
      {
        hint: 'Choose a longer one, for example six random words, or generate a secret of the form base64:… .',
      },
    );
  }
  return { kind: 'passphrase', text: passphrase };
}

/** Several secrets, the current one first. Throws as `parseSecret` does, and `secret_missing` for an empty list. */
export function parseSecrets(texts: string | readonly string[] | null): Secret[] {
  const list = typeof texts === 'string' || texts === null ? [texts] : texts;
  if (list.length === 0) return [parseSecret(null)];
  if (list.length > MOST_LOCKS) {
    throw new KeepsakeError('secret_invalid', `More than ${MOST_LOCKS} secrets are configured.`, {
      hint: 'Keep those that are in use.',
    });
  }
  return list.map(parseSecret);
}

function parseRandomSecret(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64');
  const exact =
    bytes.length === KEY_BYTES && bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
  if (!exact || bytes.every((byte) => byte === 0)) {
    throw new KeepsakeError('secret_invalid', 'The secret that starts with base64: is not 32 random bytes.', {
      hint: 'Copy it again, whole, from where it is kept.',
    });
  }
  return bytes;
}

/** Seals `ring` under a new master, and the master under every one of `secrets`. */
export async function wrapKeys(ring: KeyRing, secrets: Secret[], repositoryId: string): Promise<WrappedKeys> {
  const master = Key.random('master');
  const locks = await Promise.all(secrets.map((secret) => lockMaster(master, secret, repositoryId)));
  return {
    locks,
    ring: sealBox(master.bytes, encodeKeyRing(ring), ringContext(repositoryId)).toString('base64'),
  };
}

/**
 * Opens the key ring. Throws `wrong_secret` when no lock opens, and `StoredJsonError` when the ring under a rightly
 * opened master is not whole: that is damage, not a wrong secret.
 */
export async function unwrapKeys(
  wrapped: WrappedKeys,
  secret: Secret,
  repositoryId: string,
): Promise<KeyRing> {
  const master = await unlockMaster(wrapped.locks, secret, repositoryId);
  const ring = openRing(master, wrapped.ring, repositoryId);
  return decodeKeyRing(ring);
}

/** The same with several secrets, of which one has to open; the first wrong one's error says so when none does. */
export async function unwrapWithAny(
  wrapped: WrappedKeys,
  secrets: Secret[],
  repositoryId: string,
): Promise<KeyRing> {
  let refused: unknown = new KeepsakeError('secret_missing', 'No secret is configured.');
  for (const [place, secret] of secrets.entries()) {
    try {
      return await unwrapKeys(wrapped, secret, repositoryId);
    } catch (error) {
      if (!(error instanceof KeepsakeError) || error.code !== 'wrong_secret') throw error;
      if (place === 0) refused = error;
    }
  }
  throw refused;
}

function openRing(master: Key<'master'>, box: string, repositoryId: string): Buffer {
  try {
    return openBox(master.bytes, Buffer.from(box, 'base64'), ringContext(repositoryId));
  } catch (error) {
    throw new StoredJsonError('its key ring does not open', { cause: error });
  }
}

/** Narrows the wrapped keys of a root's clear part; throws `StoredJsonError`. */
export function parseWrappedKeys(value: unknown): WrappedKeys {
  const keys = asObject(value, 'keys');
  const locks = asList(keys['locks'], 'locks');
  if (locks.length === 0 || locks.length > MOST_LOCKS)
    throw new StoredJsonError('it has an impossible number of locks');
  return { locks: locks.map(parseLock), ring: asBytes(keys['ring'], 'ring').toString('base64') };
}

function parseLock(value: unknown): Lock {
  const lock = asObject(value, 'lock');
  const kind = asOneOf(lock['kind'], ['scrypt', 'hkdf'], 'kind of lock');
  const salt = asBytes(lock['salt'], 'salt', SALT_BYTES).toString('base64');
  const box = asBytes(lock['box'], 'box', KEY_BYTES + 28).toString('base64');
  if (kind === 'hkdf') return { kind, salt, box };
  const n = asCount(lock['n'], 'n', SCRYPT_BOUNDS.least);
  const r = asCount(lock['r'], 'r', 1);
  const p = asCount(lock['p'], 'p', 1);
  const possible =
    Number.isInteger(Math.log2(n)) &&
    n <= SCRYPT_BOUNDS.n &&
    r <= SCRYPT_BOUNDS.r &&
    p <= SCRYPT_BOUNDS.p &&
    scryptMemory(n, r, p) <= SCRYPT_BOUNDS.memory;
  if (!possible) throw new StoredJsonError('its scrypt parameters are out of bounds');
  return { kind, n, r, p, salt, box };
}

async function lockMaster(master: Key<'master'>, secret: Secret, repositoryId: string): Promise<Lock> {
  const salt = randomBytes(SALT_BYTES);
  const key =
    secret.kind === 'random' ? hkdfKey(secret.bytes, salt) : await scryptKey(secret.text, salt, SCRYPT);
  const box = sealBox(key.bytes, master.bytes, lockContext(repositoryId)).toString('base64');
  return secret.kind === 'random'
    ? { kind: 'hkdf', salt: salt.toString('base64'), box }
    : { kind: 'scrypt', ...SCRYPT, salt: salt.toString('base64'), box };
}

async function unlockMaster(locks: Lock[], secret: Secret, repositoryId: string): Promise<Key<'master'>> {
  for (const lock of locks) {
    const key = await lockKey(lock, secret);
    const master = key && tryLock(lock, key, repositoryId);
    if (master) return master;
  }
  throw new KeepsakeError('wrong_secret', 'The secret does not open this repository.', {
    hint: 'Use the secret that the backups were made with; the recovery kit names the repository it belongs to.',
  });
}

async function lockKey(lock: Lock, secret: Secret): Promise<Key<'lock'> | null> {
  const salt = Buffer.from(lock.salt, 'base64');
  if (lock.kind === 'hkdf') return secret.kind === 'random' ? hkdfKey(secret.bytes, salt) : null;
  return secret.kind === 'passphrase' ? scryptKey(secret.text, salt, lock) : null;
}

function tryLock(lock: Lock, key: Key<'lock'>, repositoryId: string): Key<'master'> | null {
  let bytes: Buffer;
  try {
    bytes = openBox(key.bytes, Buffer.from(lock.box, 'base64'), lockContext(repositoryId));
  } catch {
    // Not this secret's lock; when none opens, the caller throws.
    return null;
  }
  return new Key('master', bytes);
}

function hkdfKey(secret: Buffer, salt: Buffer): Key<'lock'> {
  return new Key('lock', Buffer.from(hkdfSync('sha256', secret, salt, 'keepsake lock 1', KEY_BYTES)));
}

function scryptKey(
  passphrase: string,
  salt: Buffer,
  cost: { n: number; r: number; p: number },
): Promise<Key<'lock'>> {
  const { n, r, p } = cost;
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES, { N: n, r, p, maxmem: scryptMemory(n, r, p) }, (error, bytes) => {
      if (error) reject(error);
      else resolve(new Key('lock', bytes));
    });
  });
}

/** Node's default `maxmem` of 32 MiB refuses N = 2^17; this is what OpenSSL counts, and a little over. */
function scryptMemory(n: number, r: number, p: number): number {
  return 128 * r * (n + p + 2) + 1024 * 1024;
}

const lockContext = (repositoryId: string) => `keepsake lock 1 ${repositoryId}`;
const ringContext = (repositoryId: string) => `keepsake ring 1 ${repositoryId}`;
