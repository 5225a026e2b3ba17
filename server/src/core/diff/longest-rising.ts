/** Indexes of a longest strictly rising part of `numbers`, in n log n. */
export function longestRising(numbers: readonly number[]): number[] {
  /** By length: index of the smallest number that ends a rising part of that length. */
  const ends: number[] = [];
  const before: number[] = [];
  numbers.forEach((number, index) => {
    const length = lengthBelow(ends, numbers, number);
    before[index] = ends[length - 1] ?? -1;
    ends[length] = index;
  });
  const rising: number[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) rising.push(index);
  return rising.reverse();
}

/** How many of `ends` stand for numbers below `number`. */
function lengthBelow(ends: number[], numbers: readonly number[], number: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
