/**
 * JSON that comes out of a storage, narrowed without trust. It is authenticated before it gets here, so a failure means
 * a writer's mistake or a newer format; it must end as an error, never as a half-understood object.
 */
export class StoredJsonError extends Error {
  override readonly name = 'StoredJsonError';
}

/** Parses `text`; refuses a `__proto__` key anywhere, because a later merge of the result would follow it. */
export function parseStoredJson(text: string): unknown {
  try {
    // A reviver is called for every value, which takes four times as long; without these it has nothing to find.
    if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text);
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new StoredJsonError('it has a key named __proto__');
      return value;
    });
  } catch (error) {
    if (error instanceof StoredJsonError) throw error;
    throw new StoredJsonError('it is not JSON', { cause: error });
  }
}

export function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new StoredJsonError(`${what} is not an object`);
  }
  return value as Record<string, unknown>;
}

export function asList(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new StoredJsonError(`${what} is not a list`);
  return value;
}

export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new StoredJsonError(`${what} is not a text`);
  return value;
}

/** A whole number from `least` to 2^53 - 1. */
export function asCount(value: unknown, what: string, least = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw new StoredJsonError(`${what} is not a whole number from ${least} on`);
  }
  return value;
}

export function asOneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new StoredJsonError(`${what} is none of ${allowed.join(', ')}`);
  return found;
}

/** 22 characters of base64url that stand for exactly 16 bytes: a block id or a hash. */
export function asId(value: unknown, what: string): string {
  const text = asText(value, what);
  if (!/^[A-Za-z0-9_-]{21}[AQgw]$/.test(text)) throw new StoredJsonError(`${what} is not a 128-bit id`);
  return text;
}

/** Standard base64 of `length` bytes, or of any length. */
export function asBytes(value: unknown, what: string, length?: number): Buffer {
  const text = asText(value, what);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new StoredJsonError(`${what} is not base64`);
  if (length !== undefined && bytes.length !== length)
    throw new StoredJsonError(`${what} has a wrong length`);
  return bytes;
}
