/** Differences that are searched for; beyond, two lists have so little in common that nobody reads their alignment. */
const MOST_DIFFERENCES = 1000;

/**
 * Places at which two lists say the same, rising in both: a longest common subsequence by Myers' algorithm (An O(ND)
 * Difference Algorithm, 1986). Null when the lists differ in more than 1000 places: time and memory stay bounded
 * whatever comes in, 1000 differences taking about 10 ms and 4 MB.
 */
export function alignLists(before: readonly string[], after: readonly string[]): [number, number][] | null {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const middle = alignMiddle(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  if (!middle) return null;
  const pairs: [number, number][] = [];
  for (let at = 0; at < start; at += 1) pairs.push([at, at]);
  for (const [from, to] of middle) pairs.push([from + start, to + start]);
  for (let at = end; at > 0; at -= 1) pairs.push([before.length - at, after.length - at]);
  return pairs;
}

function commonStart(before: readonly string[], after: readonly string[]): number {
  let at = 0;
  while (at < before.length && at < after.length && before[at] === after[at]) at += 1;
  return at;
}

function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count]) count += 1;
  return count;
}

function alignMiddle(before: string[], after: string[]): [number, number][] | null {
  if (before.length === 0 || after.length === 0) return [];
  const most = Math.min(MOST_DIFFERENCES, before.length + after.length);
  /** Per number of differences: how far each diagonal got. Diagonal k lies at index k + d. */
  const reached: Int32Array[] = [];
  for (let d = 0; d <= most; d += 1) {
    const row = nextRow(before, after, d, reached[d - 1]);
    reached.push(row);
    const last = before.length - after.length + d;
    if (last >= 0 && last < row.length && row[last] === before.length) return trace(before, after, reached);
  }
  return null;
}

function nextRow(before: string[], after: string[], d: number, previous: Int32Array | undefined): Int32Array {
  const row = new Int32Array(2 * d + 1);
  for (let k = -d; k <= d; k += 2) {
    let x = previous ? startOf(previous, d, k) : 0;
    while (x < before.length && x - k < after.length && before[x] === after[x - k]) x += 1;
    row[k + d] = x;
  }
  return row;
}

/** Where diagonal k starts with one difference more: from below by an insertion, from the left by a deletion. */
function startOf(previous: Int32Array, d: number, k: number): number {
  return comesFromAbove(previous, d, k) ? at(previous, d, k + 1) : at(previous, d, k - 1) + 1;
}

function comesFromAbove(previous: Int32Array, d: number, k: number): boolean {
  return k === -d || (k !== d && at(previous, d, k - 1) < at(previous, d, k + 1));
}

function at(previous: Int32Array, d: number, k: number): number {
  return previous[k + d - 1] as number;
}

function trace(before: string[], after: string[], reached: Int32Array[]): [number, number][] {
  const pairs: [number, number][] = [];
  let x = before.length;
  let y = after.length;
  for (let d = reached.length - 1; d >= 0; d -= 1) {
    const k = x - y;
    const previous = reached[d - 1];
    const start = previous ? startOf(previous, d, k) : 0;
    while (x > start) pairs.push([--x, --y]);
    if (!previous) break;
    if (comesFromAbove(previous, d, k)) y -= 1;
    else x -= 1;
  }
  return pairs.reverse();
}
