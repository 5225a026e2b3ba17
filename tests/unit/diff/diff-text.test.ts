import fc from 'fast-check';
import { diffText, textsOf } from '../../../server/src/core/diff/diff-text';
import { splitWords } from '../../../server/src/core/diff/split-words';
import { anyText } from './any-record';

/** `[-old-]{+new+}` for what changed. */
function marked(before: string, after: string): string {
  const marks = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
  return diffText(before, after)
    .map(({ kind, text }) => marks[kind].join(text))
    .join('');
}

describe('the diff of two texts', () => {
  it.each([
    ['the red fox', 'the blue fox', 'the [-red-]{+blue+} fox'],
    ['the red cat sat', 'the blue dog sat', 'the [-red cat-]{+blue dog+} sat'],
    ['one two', 'one, two', 'one{+,+} two'],
    ['a b c', 'a c', 'a [-b -]c'],
    ['same', 'same', 'same'],
    ['', 'new', '{+new+}'],
    ['old', '', '[-old-]'],
    ["don't stop", "don't go", "don't [-stop-]{+go+}"],
    ['line one\nline two\n', 'line one\nline 2\n', 'line one\nline [-two-]{+2+}\n'],
    ['今日は天気がいい', '今日は気分がいい', '今日は[-天気-]{+気分+}がいい'],
    ['สวัสดีชาวโลก', 'สวัสดีเพื่อน', 'สวัสดี[-ชาวโลก-]{+เพื่อน+}'],
    ['The 東京 tower', 'The 大阪 tower', 'The [-東京-]{+大阪+} tower'],
    ['cafe\u0301 noir', 'cafe noir', '[-cafe\u0301-]{+cafe+} noir'],
    ['🙂 ok', '🙃 ok', '[-🙂-]{+🙃+} ok'],
  ])('%j to %j', (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  it('gives back both texts, whatever they hold', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        expect(textsOf(diffText(before, after))).toEqual({ before, after });
      }),
      { numRuns: 500 },
    );
  });

  it('never has two neighbours of a kind, an empty part, or new text before old', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const kinds = diffText(before, after).map(({ kind }) => kind);
        expect(kinds.join(' ')).not.toMatch(/(\w+) \1|added removed/);
        expect(diffText(before, after).every(({ text }) => text !== '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is by lines where thousands of words changed, and whole where thousands of lines did', () => {
    const lines = (count: number, name: string) =>
      Array.from({ length: count }, (_, at) => `${name} ${at} has ${name} words ${name}${at}\n`).join('');
    const [old, now] = [lines(400, 'red'), lines(400, 'blue')];
    expect(diffText(`first\n${old}last`, `first\n${now}last`)).toEqual([
      { kind: 'same', text: 'first\n' },
      { kind: 'removed', text: old },
      { kind: 'added', text: now },
      { kind: 'same', text: 'last' },
    ]);
    const [much, other] = [lines(1200, 'red'), lines(1200, 'blue')];
    expect(diffText(`first\n${much}last`, `start\n${other}end`)).toEqual([
      { kind: 'removed', text: `first\n${much}last` },
      { kind: 'added', text: `start\n${other}end` },
    ]);
  });
});

describe('the words of a text', () => {
  it('are the text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        expect(splitWords(text).join('')).toBe(text);
      }),
    );
    // Half of a surrogate pair, as a careless cut leaves it.
    expect(splitWords('a\ud83d b').join('')).toBe('a\ud83d b');
  });

  it('are cut by a dictionary only where a script has no spaces', () => {
    expect(splitWords('Über-Ich: 3 Wörter')).toEqual(['Über-Ich', ':', ' ', '3', ' ', 'Wörter']);
    expect(splitWords('今日は天気 is fine')).toEqual(['今日', 'は', '天気', ' ', 'is', ' ', 'fine']);
  });
});
