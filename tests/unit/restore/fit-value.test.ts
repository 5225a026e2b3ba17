import { fitValue } from '../../../server/src/core/restore/fit-value';
import type { ColumnPlan, DatabaseClient } from '../../../server/src/core/snapshot/read-plan';
import type { Json } from '../../../server/src/core/snapshot/record';

function fit(client: DatabaseClient, column: Partial<ColumnPlan>, value: Json) {
  return fitValue(client, { attribute: 'a', column: 'a', role: 'record', type: 'text', ...column }, value);
}

describe('A value that is restored', () => {
  it.each<[DatabaseClient, Partial<ColumnPlan>, Json]>([
    ['postgres', { length: 3 }, 'abc'],
    // Three characters of two UTF-16 units each.
    ['mysql', { length: 3 }, '😀😀😀'],
    ['mysql', {}, 'with a \0'],
    ['postgres', { type: 'integer' }, -2147483648],
    ['mysql', { type: 'biginteger' }, '9223372036854775807'],
    ['postgres', { type: 'decimal', digits: [10, 2] }, '-99999999.99'],
    ['postgres', { type: 'datetime' }, '1899-01-01T00:00:00.000Z'],
    ['postgres', { type: 'date' }, '2024-02-29'],
    ['mysql', { type: 'time' }, '23:59:59.999'],
    ['postgres', { type: 'json' }, '"quoted"'],
    ['postgres', { type: 'json' }, { a: [null, 'b'] }],
    ['sqlite', { length: 1, type: 'text' }, 'SQLite has no limits'],
    ['sqlite', { type: 'integer' }, 1e15],
    ['sqlite', { type: 'decimal' }, '19.99'],
    ['postgres', { type: 'integer' }, null],
  ])('stays as it is where it fits: %s %j %j', (client, column, value) => {
    expect(fit(client, column, value)).toEqual({ value, loss: null });
  });

  it.each<[DatabaseClient, Partial<ColumnPlan>, Json, Json, RegExp]>([
    ['postgres', { length: 3 }, 'abcd', 'abc', /cut after 3/],
    ['mysql', { length: 2 }, '😀😀😀', '😀😀', /cut after 2/],
    ['postgres', {}, 'a\0b', 'ab', /NUL/],
    ['postgres', { type: 'integer' }, 2147483648, null, /does not fit/],
    ['postgres', { type: 'integer' }, 1.5, null, /does not fit/],
    ['mysql', { type: 'biginteger' }, '9223372036854775808', null, /does not fit/],
    ['postgres', { type: 'decimal', digits: [10, 2] }, '100000000', null, /does not fit/],
    ['postgres', { type: 'decimal', digits: [10, 2] }, '0.005', '0.005', /rounded to 2/],
    ['sqlite', { type: 'decimal' }, '12345678.901234567891', '12345678.901234567891', /15 digits/],
    ['mysql', { type: 'datetime' }, 'yesterday', null, /no point in time/],
    ['mysql', { type: 'datetime' }, '+010000-01-02T00:00:00.000Z', null, /no point in time/],
    ['postgres', { type: 'date' }, '29.2.2024', null, /no date/],
    ['postgres', { type: 'time' }, '24:00:00', null, /no time/],
    ['mysql', { type: 'json' }, 'no JSON', 'no JSON', /in quotes/],
    ['postgres', { type: 'json' }, { 'k\0': ['a\0'] }, { k: ['a'] }, /NUL/],
  ])('is made to fit and told about: %s %j %j', (client, column, value, fitted, loss) => {
    expect(fit(client, column, value)).toEqual({
      value: fitted,
      loss: expect.stringMatching(loss) as string,
    });
  });
});
