import type { TextPart } from '../../../../shared/contracts/diffs';
import { alignLists } from './align-lists';
import { splitWords } from './split-words';

/**
 * What changed in a text, by words; where too many words differ, by lines; where too many lines differ, as a whole.
 * The parts give back both texts exactly.
 */
export function diffText(before: string, after: string): TextPart[] {
  for (const split of [splitWords, splitLines]) {
    const [old, now] = [split(before), split(after)];
    const pairs = alignLists(old, now);
    if (pairs) return tidy(partsOf(old, now, pairs));
  }
  return tidy([
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]);
}

/** The old and the new text of a diff. */
export function textsOf(parts: readonly TextPart[]): { before: string; after: string } {
  const join = (kind: TextPart['kind']) =>
    parts
      .filter((part) => part.kind === 'same' || part.kind === kind)
      .map(({ text }) => text)
      .join('');
  return { before: join('removed'), after: join('added') };
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function partsOf(before: string[], after: string[], pairs: [number, number][]): TextPart[] {
  const parts: TextPart[] = [];
  let [from, to] = [0, 0];
  for (const [old, now] of [...pairs, [before.length, after.length] as [number, number]]) {
    parts.push({ kind: 'removed', text: before.slice(from, old).join('') });
    parts.push({ kind: 'added', text: after.slice(to, now).join('') });
    if (old < before.length) parts.push({ kind: 'same', text: before[old] as string });
    [from, to] = [old + 1, now + 1];
  }
  return parts;
}

/**
 * Joins neighbours. White space and marks that stand between two changes are part of the change: "red cat" to "blue dog"
 * reads as one replacement, not as two with a space kept. Within a change, what went comes first.
 */
function tidy(parts: TextPart[]): TextPart[] {
  const tidied: TextPart[] = [];
  let change = { removed: '', added: '' };
  let pending = '';
  const flush = () => {
    for (const kind of ['removed', 'added'] as const)
      if (change[kind]) tidied.push({ kind, text: change[kind] });
    if (pending) tidied.push({ kind: 'same', text: pending });
    [change, pending] = [{ removed: '', added: '' }, ''];
  };
  for (const { kind, text } of parts) {
    if (!text) continue;
    if (kind === 'same') {
      pending += text;
    } else {
      const replaced = change.removed !== '' && change.added !== '';
      if (pending && !(replaced && isNoWord(pending))) flush();
      change = { removed: change.removed + pending, added: change.added + pending };
      pending = '';
      change[kind] += text;
    }
  }
  flush();
  return tidied;
}

function isNoWord(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}
