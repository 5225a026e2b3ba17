import type { PieceRef, TreeEntry, TreeRoot } from './repository';
import { PieceCutter, readLeaf, readTop } from './tree';
import type { TreeStore } from './tree';
import { encodeEntry, encodeLeafRef } from './tree-piece';

/** Per key the entry that is there from now on, or null where there is none any more. */
export type TreeEdits = ReadonlyMap<string, TreeEntry | null>;

/**
 * The tree that `buildTree` would make of all entries, made of `root` and what changed: pieces without an edit are taken
 * over unread. A piece that is cut anew runs on until a cut falls where an old one was, most often at once.
 * Throws what reading the pieces throws.
 */
export async function editTree(store: TreeStore, root: TreeRoot, edits: TreeEdits): Promise<TreeRoot> {
  return new TreeEditor(store, root, edits).run();
}

class TreeEditor {
  readonly #keys: string[];
  #at = 0;
  readonly #pieces: PieceRef[] = [];
  readonly #known = new Map<string, PieceRef>();
  readonly #leaves: PieceCutter;
  readonly #tops: PieceCutter;

  constructor(
    private readonly store: TreeStore,
    private readonly root: TreeRoot,
    private readonly edits: TreeEdits,
  ) {
    this.#keys = [...edits.keys()].sort();
    for (const top of root.pieces) this.#known.set(top.hash, top);
    this.#leaves = new PieceCutter(store, 0, this.#known);
    this.#tops = new PieceCutter(store, 1, this.#known);
  }

  async run(): Promise<TreeRoot> {
    const { pieces } = this.root;
    for (const [at, top] of pieces.entries()) await this.#takeTop(top, at === pieces.length - 1);
    // Only of an empty tree: the last leaf takes whatever comes after it.
    await this.#addUntil(null);
    await this.#addLeaf(await this.#leaves.end());
    const end = await this.#tops.end();
    if (end) this.#pieces.push(end);
    return { pieces: this.#pieces, entries: this.#pieces.reduce((sum, { entries }) => sum + entries, 0) };
  }

  async #takeTop(top: PieceRef, isLast: boolean): Promise<void> {
    const isUntouched = !this.#hasEdits(top, isLast) && this.#leaves.isEmpty && this.#tops.isEmpty;
    if (isUntouched) return void this.#pieces.push(top);
    const leaves = await readTop(this.store.reader, top);
    for (const leaf of leaves) this.#known.set(leaf.hash, leaf);
    for (const [at, leaf] of leaves.entries()) await this.#takeLeaf(leaf, isLast && at === leaves.length - 1);
  }

  async #takeLeaf(leaf: PieceRef, isLast: boolean): Promise<void> {
    if (!this.#hasEdits(leaf, isLast) && this.#leaves.isEmpty) return this.#addLeaf(leaf);
    for (const entry of await readLeaf(this.store.reader, leaf)) {
      await this.#addUntil(entry.key);
      if (!this.edits.has(entry.key)) await this.#add(entry);
    }
    await this.#addUntil(isLast ? null : leaf.last);
  }

  /** Whether an edit falls into a piece; the last one reaches to the end. */
  #hasEdits({ last }: PieceRef, isLast: boolean): boolean {
    const next = this.#keys[this.#at];
    return next !== undefined && (isLast || next <= last);
  }

  /** Adds what was edited up to `key`, that one included; null for the rest. */
  async #addUntil(key: string | null): Promise<void> {
    for (; this.#at < this.#keys.length; this.#at += 1) {
      const next = this.#keys[this.#at]!;
      if (key !== null && next > key) return;
      const entry = this.edits.get(next);
      if (entry) await this.#add(entry);
    }
  }

  async #add(entry: TreeEntry): Promise<void> {
    await this.#addLeaf(await this.#leaves.add(entry.key, encodeEntry(entry), 1));
  }

  async #addLeaf(leaf: PieceRef | null): Promise<void> {
    const top = leaf && (await this.#tops.add(leaf.last, encodeLeafRef(leaf), leaf.entries));
    if (top) this.#pieces.push(top);
  }
}
