import {
  asBytes,
  asCount,
  asId,
  asList,
  asObject,
  asOneOf,
  asText,
  parseStoredJson,
} from '../../../server/src/core/repository/stored-json';

const refused = expect.objectContaining({ name: 'StoredJsonError' });

describe('JSON from a storage', () => {
  it('is refused when it is no JSON', () => {
    for (const text of ['', '{', 'undefined', '[1,]']) expect(() => parseStoredJson(text)).toThrow(refused);
  });

  it('is refused when a key could reach a prototype, however deep', () => {
    for (const text of [
      '{"__proto__":{"admin":true}}',
      '[{"a":[{"__proto__":1}]}]',
      '{"\\u005f_proto__":1}',
    ]) {
      expect(() => parseStoredJson(text)).toThrow(refused);
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('is narrowed to exactly what is expected', () => {
    expect(asObject({ a: 1 }, 'x')).toEqual({ a: 1 });
    for (const value of [null, [], 'a', 1, undefined]) expect(() => asObject(value, 'x')).toThrow(refused);
    expect(asList([1], 'x')).toEqual([1]);
    for (const value of [null, {}, 'a', undefined]) expect(() => asList(value, 'x')).toThrow(refused);
    expect(asText('', 'x')).toBe('');
    for (const value of [null, {}, 1, undefined]) expect(() => asText(value, 'x')).toThrow(refused);
    expect(asCount(0, 'x')).toBe(0);
    for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53, '1', null])
      expect(() => asCount(value, 'x')).toThrow(refused);
    expect(() => asCount(0, 'x', 1)).toThrow(refused);
    expect(asOneOf('a', ['a', 'b'], 'x')).toBe('a');
    expect(() => asOneOf('c', ['a', 'b'], 'x')).toThrow(refused);
    expect(asBytes('AAAA', 'x', 3)).toHaveLength(3);
    expect(() => asBytes('AAAA', 'x', 4)).toThrow(refused);
    expect(() => asBytes('AAA', 'x')).toThrow(refused);
  });

  it('takes ids of exactly 128 bits', () => {
    expect(asId('A'.repeat(22), 'x')).toBe('A'.repeat(22));
    for (const id of ['A'.repeat(21), 'A'.repeat(23), 'A'.repeat(21) + 'B', 'A'.repeat(21) + '=', 5]) {
      expect(() => asId(id, 'x')).toThrow(refused);
    }
  });
});
