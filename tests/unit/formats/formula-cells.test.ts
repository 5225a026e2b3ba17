import fc from 'fast-check';

import { escapeFormula, unescapeFormula } from '../../../server/src/core/formats/formula-cells';

const FORMULAS = [
  '=HYPERLINK("http://example.com")',
  '+1',
  '-1+cmd|calc',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u00a0=1',
  '＝1',
  "'=1",
  "''=1",
];

describe('A cell that a spreadsheet would run', () => {
  it.each(FORMULAS)('is inert as text: %j', (text) => {
    expect(escapeFormula(text)).toBe(`'${text}`);
  });

  it.each(['hello', 'a=b', "it's", "'quoted'", '', '12', 'x\n=1'])('leaves %j as it is', (text) => {
    expect(escapeFormula(text)).toBe(text);
  });

  it('comes back as it was, whatever it was', () => {
    const mixed = fc.string({ unit: fc.constantFrom("'", '=', '+', ' ', '\t', '\n', 'a', '＝', '-') });
    fc.assert(
      fc.property(fc.oneof(mixed, fc.string({ unit: 'binary' })), (text) => {
        expect(unescapeFormula(escapeFormula(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
