import fc from 'fast-check';

import { foldedName, FreeNames, safePart } from '../../../server/src/core/files/safe-names';

describe('The name of an unpacked file', () => {
  it.each([
    ['orchard in May.jpg', 'orchard in May.jpg'],
    ['Äpfel & Birnen – 2026.png', 'Äpfel & Birnen – 2026.png'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..', '_'],
    ['', '_'],
    ['C:\\Windows\\win.ini', 'C__Windows_win.ini'],
    ['a\0b\u202Ecod.exe', 'a_b_cod.exe'],
    ['CON.txt', '_CON.txt'],
    ['lpt1', '_lpt1'],
    ['trailing. . ', 'trailing'],
    ['.htaccess', 'htaccess'],
  ])('made of %j is %j', (text, expected) => {
    expect(safePart(text)).toBe(expected);
  });

  it('is one part of a path that no file system takes as something else, whatever it was made of', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anything, (text) => {
        const part = safePart(text);
        expect(part).not.toMatch(/[/\\:*?"<>|\p{C}]|^\.|[. ]$/u);
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
        expect(part.length).toBeGreaterThan(0);
        expect(safePart(part)).toBe(part);
      }),
    );
  });

  it('keeps its extension when it is long', () => {
    expect(safePart(`${'x'.repeat(300)}.jpeg`)).toBe(`${'x'.repeat(55)}.jpeg`);
  });

  it('is given out once, also where file systems see no difference', () => {
    const names = new FreeNames();
    const given = ['logo.png', 'LOGO.png', 'logo.PNG', 'é.png', 'é.png', 'Straße', 'STRASSE'].map((name) =>
      names.take('media', name),
    );
    expect(new Set(given.map(foldedName)).size).toBe(given.length);
    expect(given.slice(0, 2)).toEqual(['media/logo.png', 'media/LOGO (2).png']);
  });
});
