/**
 * Starts work on items before it is their turn, at most `limit` at once, and hands them out in their order. What
 * fails does so when it is waited for; what is not waited for any more is let run out.
 */
export function* readAhead<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  start: (item: Item) => Promise<Result>,
): Generator<{ item: Item; ready: Promise<Result> }> {
  const waiting: { item: Item; ready: Promise<Result> }[] = [];
  for (const item of items) {
    const ready = start(item);
    ready.catch(() => undefined);
    waiting.push({ item, ready });
    if (waiting.length >= limit) yield waiting.shift()!;
  }
  yield* waiting;
}
