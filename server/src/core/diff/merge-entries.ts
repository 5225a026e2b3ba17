/** What is compared of a stored record, a stored file or a live row. */
export interface ComparedEntry {
  key: string;
  hash: string;
}

/** One difference between two sorted lists of entries. */
export type EntryChange<Before extends ComparedEntry, After extends ComparedEntry> =
  | { key: string; kind: 'added'; after: After }
  | { key: string; kind: 'removed'; before: Before }
  | { key: string; kind: 'changed'; before: Before; after: After };

/**
 * One side of a comparison: batches of items in key order. An item may be a stored line that becomes an entry only when
 * someone has to look inside.
 */
export class EntrySource<Item, Entry extends ComparedEntry> {
  readonly #batches: AsyncIterator<Item[]> | Iterator<Item[]>;
  readonly #decode: (item: Item) => Entry;
  #items: Item[] = [];
  #at = 0;
  /** The entry of the item at hand, once somebody asked for it. */
  #entry: Entry | null = null;

  constructor(batches: AsyncIterable<Item[]> | Iterable<Item[]>, decode: (item: Item) => Entry) {
    this.#batches =
      Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
    this.#decode = decode;
  }

  /** Whether an item is at hand without waiting. */
  get ready(): boolean {
    return this.#at < this.#items.length;
  }

  /** Waits for the next batch; false when there is none. */
  async fetch(): Promise<boolean> {
    while (!this.ready) {
      const { value, done } = await this.#batches.next();
      if (done) return false;
      this.#items = value;
      this.#at = 0;
    }
    return true;
  }

  get item(): Item {
    return this.#items[this.#at] as Item;
  }

  get entry(): Entry {
    this.#entry ??= this.#decode(this.item);
    return this.#entry;
  }

  step(): void {
    this.#at += 1;
    this.#entry = null;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

/** Compares two sides in key order. Equal items are passed over without being decoded. */
export async function* mergeEntries<I, B extends ComparedEntry, J, A extends ComparedEntry>(
  before: EntrySource<I, B>,
  after: EntrySource<J, A>,
): AsyncGenerator<EntryChange<B, A>> {
  try {
    for (;;) {
      const [hasBefore, hasAfter] = await Promise.all([before.fetch(), after.fetch()]);
      if (!hasBefore && !hasAfter) return;
      if (hasBefore && hasAfter) yield* compareReady(before, after);
      else if (hasBefore) yield* drain(before, removed);
      else yield* drain(after, added);
    }
  } finally {
    await Promise.all([before.close(), after.close()]);
  }
}

/** Until one side has to wait for its next batch. */
function* compareReady<I, B extends ComparedEntry, J, A extends ComparedEntry>(
  before: EntrySource<I, B>,
  after: EntrySource<J, A>,
): Generator<EntryChange<B, A>> {
  while (before.ready && after.ready) {
    if ((before.item as unknown) === after.item) {
      before.step();
      after.step();
      continue;
    }
    const [old, now] = [before.entry, after.entry];
    if (old.key <= now.key) before.step();
    if (now.key <= old.key) after.step();
    if (old.key < now.key) yield removed(old);
    else if (now.key < old.key) yield added(now);
    else if (old.hash !== now.hash) yield { key: old.key, kind: 'changed', before: old, after: now };
  }
}

function* drain<I, E extends ComparedEntry, C>(
  source: EntrySource<I, E>,
  change: (entry: E) => C,
): Generator<C> {
  while (source.ready) {
    yield change(source.entry);
    source.step();
  }
}

function removed<B extends ComparedEntry>(before: B): { key: string; kind: 'removed'; before: B } {
  return { key: before.key, kind: 'removed', before };
}

function added<A extends ComparedEntry>(after: A): { key: string; kind: 'added'; after: A } {
  return { key: after.key, kind: 'added', after };
}
