import type { TextPart } from '../../../shared/contracts/diffs';

/** So many letters of what stayed are shown on each side of a change, to the next word. */
const AROUND = 120;
/** Less than this is not worth a fold. */
const WORTH = 80;
const FOLD = ' […] ';

/** Cuts long stretches that stayed down to what surrounds a change. */
export function foldText(parts: TextPart[]): TextPart[] {
  return parts.map((part, index) => {
    if (part.kind !== 'same') return part;
    const head = index === 0 ? '' : firstWords(part.text);
    const tail = index === parts.length - 1 ? '' : lastWords(part.text);
    if (part.text.length - head.length - tail.length < WORTH) return part;
    return { ...part, text: head + FOLD + tail };
  });
}

/** A script without spaces is cut where it is. */
function firstWords(text: string): string {
  return text
    .slice(0, AROUND)
    .replace(/(?<=\s)\S{1,40}$/, '')
    .trimEnd();
}

function lastWords(text: string): string {
  return text
    .slice(-AROUND)
    .replace(/^\S{1,40}(?=\s)/, '')
    .trimStart();
}
