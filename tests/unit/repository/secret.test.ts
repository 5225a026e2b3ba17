import { inspect } from 'node:util';
import {
  createKeyRing,
  decodeKeyRing,
  encodeKeyRing,
  Key,
  openBox,
  sealBox,
} from '../../../server/src/core/repository/keys';
import {
  createSecret,
  parseSecret,
  parseWrappedKeys,
  unwrapKeys,
  wrapKeys,
  type WrappedKeys,
} from '../../../server/src/core/repository/secret';

const REPOSITORY = 'ab'.repeat(16);
const PASSPHRASE = 'correct horse battery staple';

describe('a secret', () => {
  it('is made of 32 random bytes', () => {
    const secret = createSecret();
    expect(secret).toMatch(/^base64:[A-Za-z0-9+/]{43}=$/);
    expect(createSecret()).not.toBe(secret);
    expect(parseSecret(secret).kind).toBe('random');
  });

  it.each([null, ''])('that is %j is missing, and the hint says where to put one', (text) => {
    expect(() => parseSecret(text)).toThrow(
      expect.objectContaining({
        code: 'secret_missing',
        hint: expect.stringMatching(/KEEPSAKE_SECRET.*encryption\.secret/),
      }),
    );
  });

  it('may be a passphrase of 20 characters, not of 19', () => {
    expect(parseSecret('x'.repeat(20))).toEqual({ kind: 'passphrase', text: 'x'.repeat(20) });
    expect(() => parseSecret('x'.repeat(19))).toThrow(expect.objectContaining({ code: 'secret_too_short' }));
    expect(() => parseSecret('🔑'.repeat(19))).toThrow(expect.objectContaining({ code: 'secret_too_short' }));
  });

  it('is the same passphrase composed and decomposed', () => {
    const word = 'Brücken über die Havel bauen';
    expect(parseSecret(word.normalize('NFD'))).toEqual(parseSecret(word.normalize('NFC')));
  });

  it.each([
    ['31 bytes', `base64:${Buffer.alloc(31, 1).toString('base64')}`],
    ['33 bytes', `base64:${Buffer.alloc(33, 1).toString('base64')}`],
    ['zeros', `base64:${Buffer.alloc(32).toString('base64')}`],
    ['not base64', `base64:${'!'.repeat(43)}=`],
    ['nothing', 'base64:'],
  ])('of the form base64: with %s is refused', (_, text) => {
    expect(() => parseSecret(text)).toThrow(expect.objectContaining({ code: 'secret_invalid' }));
  });

  it('never shows up in an error', () => {
    for (const text of ['secret-secret', `base64:${Buffer.alloc(31, 1).toString('base64')}`]) {
      try {
        parseSecret(text);
        throw new Error('should have thrown');
      } catch (error) {
        expect(inspect(error)).not.toContain(text);
      }
    }
  });
});

describe('keys', () => {
  it('are refused when of a wrong length or all zero', () => {
    const invalid = expect.objectContaining({ code: 'key_invalid' });
    expect(() => new Key('data', Buffer.alloc(31, 1))).toThrow(invalid);
    expect(() => new Key('data', Buffer.alloc(33, 1))).toThrow(invalid);
    expect(() => new Key('data', Buffer.alloc(0))).toThrow(invalid);
    expect(() => new Key('data', Buffer.alloc(32))).toThrow(invalid);
  });

  it('keep bytes of their own', () => {
    const bytes = Buffer.alloc(32, 1);
    const key = new Key('data', bytes);
    bytes.fill(0);
    expect(key.bytes).toEqual(Buffer.alloc(32, 1));
  });

  it('never show their bytes', () => {
    const key = new Key('data', Buffer.alloc(32, 0x41));
    for (const text of [inspect(key, { showHidden: true, depth: 9 }), JSON.stringify({ key }), String(key)]) {
      expect(text).not.toMatch(/AAAA|41 41|QUFB|65,/);
    }
  });

  it('survive the way into a ring and back', () => {
    const ring = createKeyRing();
    ring.data.set(7, Key.random('data'));
    const back = decodeKeyRing(encodeKeyRing(ring));
    expect(back.id.bytes).toEqual(ring.id.bytes);
    expect(back.catalogue.bytes).toEqual(ring.catalogue.bytes);
    expect([...back.data].map(([generation, key]) => [generation, key.bytes])).toEqual(
      [...ring.data].map(([generation, key]) => [generation, key.bytes]),
    );
    expect(back.current).toBe(7);
  });

  it('do not come out of a ring that is malformed', () => {
    const whole = encodeKeyRing(createKeyRing());
    const generationZero = Buffer.from(whole);
    generationZero.writeUInt16BE(0, 64);
    const twice = Buffer.concat([whole, whole.subarray(64)]);
    const zeroKey = Buffer.from(whole);
    zeroKey.fill(0, 0, 32);
    for (const bad of [
      whole.subarray(0, 64),
      whole.subarray(1),
      Buffer.alloc(0),
      generationZero,
      twice,
      zeroKey,
    ]) {
      expect(() => decodeKeyRing(bad)).toThrow(expect.objectContaining({ code: 'key_invalid' }));
    }
  });

  it('are sealed in a box that opens only with the same key, context and bytes', () => {
    const key = Buffer.alloc(32, 1);
    const box = sealBox(key, Buffer.from('plain'), 'context');
    expect(openBox(key, box, 'context').toString()).toBe('plain');
    expect(() => openBox(Buffer.alloc(32, 2), box, 'context')).toThrow();
    expect(() => openBox(key, box, 'other')).toThrow();
    for (let at = 0; at < box.length; at += 1) {
      const flipped = Buffer.from(box);
      flipped[at] = (flipped[at] as number) ^ 1;
      expect(() => openBox(key, flipped, 'context')).toThrow();
    }
    expect(() => openBox(key, Buffer.alloc(0), 'context')).toThrow();
  });
});

describe('wrapped keys', () => {
  it('open with every secret that holds a lock, whatever its kind, and no other', async () => {
    const ring = createKeyRing();
    const random = parseSecret(createSecret());
    const passphrase = parseSecret(PASSPHRASE);
    const wrapped = parseWrappedKeys(
      JSON.parse(JSON.stringify(await wrapKeys(ring, [random, passphrase], REPOSITORY))),
    );
    for (const secret of [random, passphrase]) {
      const opened = await unwrapKeys(wrapped, secret, REPOSITORY);
      expect(encodeKeyRing(opened)).toEqual(encodeKeyRing(ring));
    }
    const wrong = { code: 'wrong_secret' };
    await expect(unwrapKeys(wrapped, parseSecret(createSecret()), REPOSITORY)).rejects.toMatchObject(wrong);
    await expect(unwrapKeys(wrapped, parseSecret(`${PASSPHRASE}!`), REPOSITORY)).rejects.toMatchObject(wrong);
    await expect(unwrapKeys(wrapped, random, 'cd'.repeat(16))).rejects.toMatchObject(wrong);
  }, 30_000);

  it('make no key object when the secret is wrong', async () => {
    const wrapped = await wrapKeys(createKeyRing(), [parseSecret(createSecret())], REPOSITORY);
    const result = await unwrapKeys(wrapped, parseSecret(createSecret()), REPOSITORY).catch(
      (error: unknown) => error,
    );
    expect(result).toBeInstanceOf(Error);
    expect(result).not.toHaveProperty('id');
  });

  it('tell a damaged ring from a wrong secret', async () => {
    const secret = parseSecret(createSecret());
    const wrapped = await wrapKeys(createKeyRing(), [secret], REPOSITORY);
    const ring = Buffer.from(wrapped.ring, 'base64');
    ring[20] = (ring[20] as number) ^ 1;
    await expect(
      unwrapKeys({ ...wrapped, ring: ring.toString('base64') }, secret, REPOSITORY),
    ).rejects.toMatchObject({ name: 'StoredJsonError' });
  });

  describe('that ask for the impossible are refused before any work', () => {
    let good: WrappedKeys;
    beforeAll(async () => {
      good = await wrapKeys(createKeyRing(), [parseSecret(createSecret())], REPOSITORY);
    });
    const scrypt = { kind: 'scrypt', n: 2 ** 17, r: 8, p: 1 };

    it.each([
      ['no locks', { locks: [] }],
      ['too many locks', { locks: 17 }],
      ['an unknown kind', { lock: { kind: 'argon2' } }],
      ['a short salt', { lock: { salt: 'AAAA' } }],
      ['a short box', { lock: { box: 'AAAA' } }],
      ['a weak n', { lock: { ...scrypt, n: 2 ** 10 } }],
      ['an n that is no power of two', { lock: { ...scrypt, n: 2 ** 17 + 1 } }],
      ['a gigantic n', { lock: { ...scrypt, n: 2 ** 30 } }],
      ['a gigantic r', { lock: { ...scrypt, r: 1000 } }],
      ['a gigantic p', { lock: { ...scrypt, p: 1000 } }],
      ['more than a GiB', { lock: { ...scrypt, n: 2 ** 20, r: 16 } }],
      ['a ring that is no base64', { ring: '%%%' }],
      ['no object', { whole: 'text' }],
    ])('%s', (_, change: Record<string, unknown>) => {
      const lock = { ...good.locks[0], ...(change['lock'] as object | undefined) };
      const locks = typeof change['locks'] === 'number' ? Array(change['locks']).fill(lock) : [lock];
      const value = change['whole'] ?? {
        locks: Array.isArray(change['locks']) ? change['locks'] : locks,
        ring: change['ring'] ?? good.ring,
      };
      expect(() => parseWrappedKeys(value)).toThrow(expect.objectContaining({ name: 'StoredJsonError' }));
    });
  });
});
