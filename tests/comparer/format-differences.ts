import type { Difference } from './compare-sites';

const excerptLength = 80;

/**
 * Differences for people, one per line, long values cut around the place where they part.
 *
 * @param max how many lines at most; what is left out is counted in a last line
 */
export function formatDifferences(differences: Difference[], max = 50): string {
  if (differences.length === 0) return 'No differences.';

  const lines = differences.slice(0, max).map(formatDifference);
  const rest = differences.length - lines.length;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}

function formatDifference({ kind, where, before, after }: Difference): string {
  const start = `${kind.padEnd('link-missing'.length)}  ${where}`;
  if (before !== undefined && after !== undefined) {
    const from = firstDifference(before, after);
    return `${start}: ${excerpt(before, from)} -> ${excerpt(after, from)}`;
  }
  const only = before ?? after;
  return only === undefined ? start : `${start}: ${excerpt(only, 0)}`;
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}

/** Keeps a little of what comes before the first difference, so that a reader sees where in the text it is. */
function excerpt(text: string, from: number): string {
  if (text.length <= excerptLength) return text;
  const start = Math.max(0, Math.min(from - 20, text.length - excerptLength));
  const end = start + excerptLength;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
