import { alignLists } from './align-lists';
import { featuresOf, likeness } from './likeness';
import type { Features } from './likeness';
import { longestRising } from './longest-rising';

/** What matching has to know of the items of a list. */
export interface ItemKind<Item> {
  /** Equal for equal items only. */
  identity(item: Item): string;
  /** Only items of one group can be the same one, edited: a component's uid. */
  group(item: Item): string;
  /** False where an item is its identity (a link): nothing can be edited. */
  editable: boolean;
}

export interface ItemMatch {
  from: number;
  to: number;
  /** Unchanged in itself. */
  equal: boolean;
  /** Its place among the others changed. */
  moved: boolean;
}

export interface MatchedItems {
  /** By place in the new list. */
  pairs: ItemMatch[];
  /** Places in the old list. */
  removed: number[];
  /** Places in the new list. */
  added: number[];
}

/** Two items that share this much are taken for one that was edited, wherever they stand. */
const ALIKE = 0.5;
/** Comparisons of unmatched items with each other; beyond, only their places decide. */
const MOST_COMPARISONS = 10_000;

/**
 * Finds out which item of a list became which. In this order: equal ones in their order, equal ones elsewhere (they
 * moved), similar ones (they were edited), and those that stand in the same gap between what was matched. Of all pairs,
 * as few as possible count as moved: all but a longest rising part.
 */
export function matchItems<Item>(
  before: readonly Item[],
  after: readonly Item[],
  kind: ItemKind<Item>,
): MatchedItems {
  const matching = new Matching(before, after, kind);
  matching.matchEqual();
  if (kind.editable) {
    matching.matchSimilar();
    matching.matchByPlace();
  }
  return matching.result();
}

class Matching<Item> {
  /** New place by old place. */
  readonly #toOf = new Map<number, number>();
  readonly #taken = new Set<number>();
  readonly #equal = new Set<number>();

  constructor(
    private readonly before: readonly Item[],
    private readonly after: readonly Item[],
    private readonly kind: ItemKind<Item>,
  ) {}

  matchEqual(): void {
    const old = this.before.map((item) => this.kind.identity(item));
    const now = this.after.map((item) => this.kind.identity(item));
    for (const [from, to] of alignLists(old, now) ?? []) this.#pair(from, to, true);
    const places = new Map<string, number[]>();
    for (const to of this.#openAfter()) append(places, now[to] as string, to);
    for (const from of this.#openBefore()) this.#pair(from, places.get(old[from] as string)?.shift(), true);
  }

  matchSimilar(): void {
    const [old, now] = [this.#openBefore(), this.#openAfter()];
    if (old.length * now.length > MOST_COMPARISONS) return;
    const featuresOfOld = new Map(old.map((from) => [from, featuresOf(this.before[from])]));
    const featuresOfNow = new Map(now.map((to) => [to, featuresOf(this.after[to])]));
    const candidates: { from: number; to: number; like: number }[] = [];
    for (const from of old) {
      for (const to of now) {
        if (this.#groupBefore(from) !== this.#groupAfter(to)) continue;
        const like = likeness(featuresOfOld.get(from) as Features, featuresOfNow.get(to) as Features);
        if (like >= ALIKE) candidates.push({ from, to, like });
      }
    }
    candidates.sort(
      (a, b) => b.like - a.like || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from,
    );
    for (const { from, to } of candidates) this.#pair(from, to, false);
  }

  matchByPlace(): void {
    const anchors = this.#anchors();
    const open = new Map<string, number[]>();
    let gap = -1;
    for (const to of this.after.keys()) {
      if (anchors.has(to)) gap = to;
      else if (!this.#taken.has(to)) append(open, `${gap} ${this.#groupAfter(to)}`, to);
    }
    gap = -1;
    for (const from of this.before.keys()) {
      const matched = this.#toOf.get(from);
      if (matched !== undefined) gap = anchors.has(matched) ? matched : gap;
      else this.#pair(from, open.get(`${gap} ${this.#groupBefore(from)}`)?.shift(), false);
    }
  }

  result(): MatchedItems {
    return { pairs: this.#pairs(), removed: this.#openBefore(), added: this.#openAfter() };
  }

  #pair(from: number, to: number | undefined, equal: boolean): void {
    if (to === undefined || this.#toOf.has(from) || this.#taken.has(to)) return;
    this.#toOf.set(from, to);
    this.#taken.add(to);
    if (equal) this.#equal.add(from);
  }

  /** New places of what was matched and did not move: between them lie the gaps. */
  #anchors(): Set<number> {
    return new Set(this.#pairs().flatMap(({ to, moved }) => (moved ? [] : [to])));
  }

  #pairs(): ItemMatch[] {
    const pairs = [...this.#toOf].map(([from, to]) => ({ from, to })).sort((a, b) => a.to - b.to);
    const kept = new Set(longestRising(pairs.map(({ from }) => from)));
    return pairs.map(({ from, to }, at) => ({
      from,
      to,
      equal: this.#equal.has(from),
      moved: !kept.has(at),
    }));
  }

  #openBefore(): number[] {
    return [...this.before.keys()].filter((from) => !this.#toOf.has(from));
  }

  #openAfter(): number[] {
    return [...this.after.keys()].filter((to) => !this.#taken.has(to));
  }

  #groupBefore(from: number): string {
    return this.kind.group(this.before[from] as Item);
  }

  #groupAfter(to: number): string {
    return this.kind.group(this.after[to] as Item);
  }
}

function append(lists: Map<string, number[]>, key: string, place: number): void {
  const list = lists.get(key);
  if (list) list.push(place);
  else lists.set(key, [place]);
}
