import { foldText } from '../../../admin/src/services/foldText';

const LONG = Array.from({ length: 100 }, (_, index) => `word${index}`).join(' ');

describe('Folding a text', () => {
  it('keeps whole words around a change, and all that is short or changed', () => {
    const folded = foldText([
      { kind: 'same', text: LONG },
      { kind: 'added', text: LONG },
      { kind: 'same', text: 'short' },
      { kind: 'removed', text: 'gone' },
      { kind: 'same', text: LONG },
    ]);
    expect(folded.map(({ kind }) => kind)).toEqual(['same', 'added', 'same', 'removed', 'same']);
    const [head, added, short, , tail] = folded.map(({ text }) => text);
    expect(head).toMatch(/^ \[…\] word\d+ .* word99$/);
    expect(added).toBe(LONG);
    expect(short).toBe('short');
    expect(tail).toMatch(/^word0 .* word\d+ \[…\] $/);
  });

  it('cuts a script without spaces where it is', () => {
    const [folded] = foldText([
      { kind: 'same', text: '漢'.repeat(500) },
      { kind: 'added', text: '字' },
    ]);
    expect(folded!.text).toBe(` […] ${'漢'.repeat(120)}`);
  });
});
