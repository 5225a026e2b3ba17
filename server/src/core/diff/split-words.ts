/** Scripts written without spaces: Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /[\p{L}\p{N}\p{M}_]+(?:['’-][\p{L}\p{N}\p{M}_]+)*|\s+|[^\p{L}\p{N}\p{M}_\s]/gu;

let segmenter: Intl.Segmenter | null = null;

/**
 * Words, runs of white space and single marks, which together are exactly `text`. Scripts without spaces are cut by
 * the dictionary of Intl.Segmenter, which takes ten times as long as a regular expression and is asked only for them.
 */
export function splitWords(text: string): string[] {
  const rough = text.match(WORD) ?? [];
  if (!UNSPACED.test(text)) return rough;
  return rough.flatMap((word) => (UNSPACED.test(word) ? segment(word) : [word]));
}

function segment(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
