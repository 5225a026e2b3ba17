import type { PieceRef, Repository, TreeEntry, TreeRoot } from '../repository/repository';
import { decodeEntryLine } from '../repository/tree-piece';
import { EntrySource, mergeEntries } from './merge-entries';
import type { EntryChange } from './merge-entries';

type Side = 'before' | 'after';

/** What a diff needs of a repository. */
export type TreeReader = Pick<Repository, 'readTops' | 'readLeafLines'>;

/** Top pieces and leaves that are asked for at once: enough to share a read, few enough to forget (1 MB of plain text). */
const TOPS_AT_ONCE = 8;
const LEAVES_AT_ONCE = 64;

/**
 * What changed from one tree to another, in key order. Only pieces that differ are read: a piece is named by the hash
 * of its bytes, keys are unique and sorted, so a piece that both trees hold covers the same stretch of both, wherever the
 * others are cut. A line that both sides hold is not even parsed.
 *
 * Memory: about 64 leaves of each side, and a reference per leaf that one side is ahead of the other. Throws what reading
 * the pieces throws: `object_missing`, `object_damaged`, `object_truncated`.
 */
export function diffTrees(
  repository: TreeReader,
  before: TreeRoot,
  after: TreeRoot,
): AsyncGenerator<EntryChange<TreeEntry, TreeEntry>> {
  const leaves = new DifferingLeaves(repository, before, after);
  return mergeEntries(
    new EntrySource(leafLines(repository, leaves, 'before'), decodeEntryLine),
    new EntrySource(leafLines(repository, leaves, 'after'), decodeEntryLine),
  );
}

/** All entries of a tree as a side of a comparison. */
export function treeSource(repository: TreeReader, root: TreeRoot): EntrySource<string, TreeEntry> {
  const leaves = new DifferingLeaves(repository, root, { pieces: [], entries: 0 });
  return new EntrySource(leafLines(repository, leaves, 'before'), decodeEntryLine);
}

/** The lines of one side's differing leaves; while a batch is compared the next one is on its way. */
async function* leafLines(
  repository: TreeReader,
  leaves: DifferingLeaves,
  side: Side,
): AsyncGenerator<string[]> {
  const read = async () => repository.readLeafLines(await leaves.take(side, LEAVES_AT_ONCE));
  let next = read();
  for (;;) {
    const batch = await next;
    if (batch.length === 0) return;
    next = read();
    // Who stops listening must not leave a rejection behind that nobody sees.
    next.catch(() => undefined);
    yield* batch;
  }
}

/** The leaves that only one of two trees holds, dealt out to two readers that advance at their own pace. */
class DifferingLeaves {
  readonly #steps: AsyncGenerator<Step>;
  readonly #queues: Record<Side, PieceRef[]> = { before: [], after: [] };
  /** Two readers pull from one walk, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #done = false;

  constructor(repository: TreeReader, before: TreeRoot, after: TreeRoot) {
    this.#steps = differingLeaves(repository, before, after);
  }

  /** The next leaves of a side, `most` of them while there are so many. */
  take(side: Side, most: number): Promise<PieceRef[]> {
    const taking = this.#turn.then(() => this.#take(side, most));
    this.#turn = taking.catch(() => undefined);
    return taking;
  }

  async #take(side: Side, most: number): Promise<PieceRef[]> {
    const queue = this.#queues[side];
    while (queue.length < most && !this.#done) await this.#pull();
    return queue.splice(0, most);
  }

  async #pull(): Promise<void> {
    const { value, done } = await this.#steps.next();
    if (done) this.#done = true;
    else this.#queues[value.side].push(value.piece);
  }
}

interface Step {
  side: Side;
  piece: PieceRef;
}

async function* differingLeaves(
  repository: TreeReader,
  before: TreeRoot,
  after: TreeRoot,
): AsyncGenerator<Step> {
  const tops: Record<Side, PieceRef[]> = { before: [], after: [] };
  for await (const { side, piece } of differingPieces(before.pieces, after.pieces)) tops[side].push(piece);
  yield* differingPieces(leavesOf(repository, tops.before), leavesOf(repository, tops.after));
}

async function* leavesOf(repository: TreeReader, tops: PieceRef[]): AsyncGenerator<PieceRef> {
  for (let at = 0; at < tops.length; at += TOPS_AT_ONCE) {
    for (const leaves of await repository.readTops(tops.slice(at, at + TOPS_AT_ONCE))) yield* leaves;
  }
}

/** Pieces of one level that only one side holds, by their last key. A piece on both sides ends at the same key. */
async function* differingPieces(
  before: Iterable<PieceRef> | AsyncIterable<PieceRef>,
  after: Iterable<PieceRef> | AsyncIterable<PieceRef>,
): AsyncGenerator<Step> {
  const left = iterate(before);
  const right = iterate(after);
  let a = await pull(left);
  let b = await pull(right);
  while (a || b) {
    if (a && b && a.hash === b.hash) {
      [a, b] = [await pull(left), await pull(right)];
    } else if (a && (!b || a.last <= b.last)) {
      yield { side: 'before', piece: a };
      a = await pull(left);
    } else if (b) {
      yield { side: 'after', piece: b };
      b = await pull(right);
    }
  }
}

async function* iterate<T>(list: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* list;
}

async function pull<T>(source: AsyncGenerator<T>): Promise<T | null> {
  const { value, done } = await source.next();
  return done ? null : value;
}
