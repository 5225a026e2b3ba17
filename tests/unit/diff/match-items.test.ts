import fc from 'fast-check';
import { alignLists } from '../../../server/src/core/diff/align-lists';
import { longestRising } from '../../../server/src/core/diff/longest-rising';
import { matchItems } from '../../../server/src/core/diff/match-items';
import type { ItemKind } from '../../../server/src/core/diff/match-items';

/** Items are texts; the first letter is their group. */
const texts: ItemKind<string> = { identity: (item) => item, group: (item) => item[0] ?? '', editable: true };
const few = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });

/** `=` stayed, `~` edited, `>` moved, `-` went, `+` came. */
function matched(before: string[], after: string[], kind = texts): string[] {
  const { pairs, removed, added } = matchItems(before, after, kind);
  return [
    ...pairs
      .filter(({ equal, moved }) => moved || !equal)
      .map(({ from, to, equal, moved }) => `${moved ? '>' : ''}${equal ? '' : '~'}${from}:${to}`),
    ...removed.map((from) => `-${from}`),
    ...added.map((to) => `+${to}`),
  ];
}

/** By trying everything: the length of a longest common subsequence. */
function longestCommon(a: string[], b: string[]): number {
  const [x, ...restA] = a;
  const [y, ...restB] = b;
  if (x === undefined || y === undefined) return 0;
  if (x === y) return 1 + longestCommon(restA, restB);
  return Math.max(longestCommon(restA, b), longestCommon(a, restB));
}

describe('aligning two lists', () => {
  it('finds a longest common part, rising on both sides', () => {
    fc.assert(
      fc.property(few, few, (before, after) => {
        const pairs = alignLists(before, after) ?? [];
        expect(pairs.map(([from]) => before[from])).toEqual(pairs.map(([, to]) => after[to]));
        pairs.slice(1).forEach(([from, to], at) => {
          expect(from).toBeGreaterThan((pairs[at] as [number, number])[0]);
          expect(to).toBeGreaterThan((pairs[at] as [number, number])[1]);
        });
        expect(pairs.length).toBe(longestCommon(before, after));
      }),
      { numRuns: 400 },
    );
  });

  it('gives up beyond a thousand differences, not one before', () => {
    const numbered = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${name}${at}`);
    const around = (middle: string[]) => ['first', ...middle, 'last'];
    expect(alignLists(around(numbered('a', 500)), around(numbered('b', 500)))).toHaveLength(2);
    expect(alignLists(around(numbered('a', 500)), around(numbered('b', 501)))).toBeNull();
  });
});

describe('the longest rising part', () => {
  it('rises, and nothing longer does', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 9 }), (numbers) => {
        const rising = longestRising(numbers).map((index) => numbers[index] as number);
        expect(rising).toEqual([...rising].sort((a, b) => a - b));
        const sorted = [...numbers].sort((a, b) => a - b);
        expect(rising.length).toBe(longestCommon(numbers.map(String), sorted.map(String)));
      }),
      { numRuns: 400 },
    );
    expect(longestRising([])).toEqual([]);
  });
});

describe('matching the items of two lists', () => {
  it.each([
    ['nothing happened', ['a1', 'a2'], ['a1', 'a2'], []],
    ['one came', ['a1', 'a2'], ['a1', 'a3', 'a2'], ['+1']],
    ['one went', ['a1', 'a2', 'a3'], ['a1', 'a3'], ['-1']],
    ['neighbours changed places', ['a1', 'a2'], ['a2', 'a1'], ['>1:0']],
    ['one of many moved far', ['a1', 'a2', 'a3', 'a4'], ['a2', 'a3', 'a4', 'a1'], ['>0:3']],
    ['one was replaced where it stood', ['a1', 'a2', 'a3'], ['a1', 'a9', 'a3'], ['~1:1']],
    ['one was replaced by one of another group', ['a1', 'a2', 'a3'], ['a1', 'b9', 'a3'], ['-1', '+1']],
    ['one went and another came elsewhere', ['a1', 'a2', 'a3'], ['a2', 'a3', 'a9'], ['-0', '+2']],
    ['two of a kind became one', ['a1', 'a1', 'a2'], ['a1', 'a2'], ['-1']],
    ['one of two of a kind moved', ['a1', 'a2', 'a1', 'a3'], ['a1', 'a2', 'a3', 'a1'], ['>3:2']],
    ['all is new', ['a1'], ['b1', 'b2'], ['-0', '+0', '+1']],
    ['all went', ['a1', 'a2'], [], ['-0', '-1']],
  ])('when %s', (_, before, after, expected) => {
    expect(matched(before, after)).toEqual(expected);
  });

  it('takes similar items for one that was edited, wherever they went', () => {
    const before = ['a one two three four', 'a something else entirely', 'a third of its kind'];
    const after = ['a something else entirely', 'a third of its kind', 'a one two three five'];
    expect(matched(before, after)).toEqual(['>~0:2']);
  });

  it('takes the most similar ones where several are', () => {
    const before = ['a one two three', 'a one two four'];
    const after = ['a one two four five', 'a one two three six'];
    expect(matched(before, after)).toEqual(['>~1:0', '~0:1']);
  });

  it('takes nothing for edited where items are their identity', () => {
    expect(matched(['a1', 'a2'], ['a1', 'a3'], { ...texts, editable: false })).toEqual(['-1', '+1']);
  });

  it('counts as moved no more than what did, for any order', () => {
    const items = Array.from({ length: 8 }, (_, at) => `a${at}`);
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: 8 }), (shuffled) => {
        const moved = matchItems(items, shuffled, texts).pairs.filter((pair) => pair.moved).length;
        expect(moved).toBe(8 - longestCommon(items, shuffled));
      }),
    );
  });

  it('names each item of both lists once', () => {
    fc.assert(
      fc.property(few, few, (before, after) => {
        const { pairs, removed, added } = matchItems(before, after, texts);
        const numbers = (list: number[]) => [...list].sort((a, b) => a - b);
        expect(numbers([...pairs.map(({ from }) => from), ...removed])).toEqual([...before.keys()]);
        expect(numbers([...pairs.map(({ to }) => to), ...added])).toEqual([...after.keys()]);
      }),
    );
  });

  it('goes by place alone where thousands are new', () => {
    const list = (name: string) => Array.from({ length: 1500 }, (_, at) => `a ${name} ${at}`);
    const { pairs, removed, added } = matchItems(list('old'), list('new').reverse(), texts);
    expect(pairs.every(({ from, to, moved, equal }) => from === to && !moved && !equal)).toBe(true);
    expect([pairs.length, removed, added]).toEqual([1500, [], []]);
  });
});
