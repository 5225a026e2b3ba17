import type { BlockId, TreeEntry } from '../repository/repository';
import { numberedKey } from './record';

const SLAB_BYTES = 1024 * 1024;
const HASH_BYTES = 16;
/** Bytes of a key that a number holds exactly. */
const PREFIX_BYTES = 6;

/**
 * The entries of one content type while a snapshot is taken: outside of JavaScript's heap, some 120 bytes each. As
 * objects they take three times as much, and the garbage collector's room for them as much again (400 000 rows: 480 MB
 * at the peak against 290 MB).
 *
 *   append, setBlock … ──sort()──▶ entries() and find(), in key order
 */
export class EntryTable {
  readonly #slabs: Buffer[] = [];
  /** Bytes used of the last slab. */
  #used = SLAB_BYTES;
  #count = 0;
  #isAscii = true;
  readonly #blocks: BlockId[] = [];
  readonly #blockNumbers = new Map<BlockId, number>();

  #slab: Uint16Array;
  #offset: Uint32Array;
  #keyBytes: Uint32Array;
  #labelBytes: Uint16Array;
  #prefix: Float64Array;
  #rowId: Float64Array;
  #slot: Uint32Array;
  /** Number in `#blocks` plus one; 0 until the block is known. */
  #block: Uint32Array;
  #order: Uint32Array = new Uint32Array(0);
  #byRow: Uint32Array | null = null;
  /** First of `#byRow` that was not yet passed. */
  #nextRow = 0;

  /** @param expected Entries that are likely to come; more find room all the same. */
  constructor(expected: number) {
    const size = Math.max(16, expected);
    this.#slab = new Uint16Array(size);
    this.#offset = new Uint32Array(size);
    this.#keyBytes = new Uint32Array(size);
    this.#labelBytes = new Uint16Array(size);
    this.#prefix = new Float64Array(size);
    this.#rowId = new Float64Array(size);
    this.#slot = new Uint32Array(size);
    this.#block = new Uint32Array(size);
  }

  get length(): number {
    return this.#count;
  }

  /** Its number, for `setBlock`. */
  append({ key, hash, label, rowId }: Pick<TreeEntry, 'key' | 'hash' | 'label' | 'rowId'>): number {
    const at = this.#count;
    if (at === this.#slot.length) this.#grow();
    const keyBytes = Buffer.byteLength(key);
    const labelBytes = Buffer.byteLength(label);
    const slab = this.#room(keyBytes + HASH_BYTES + labelBytes);
    slab.write(key, this.#used, 'utf8');
    slab.write(hash, this.#used + keyBytes, 'base64url');
    slab.write(label, this.#used + keyBytes + HASH_BYTES, 'utf8');
    this.#slab[at] = this.#slabs.length - 1;
    this.#offset[at] = this.#used;
    this.#keyBytes[at] = keyBytes;
    this.#labelBytes[at] = labelBytes;
    this.#prefix[at] = keyBytes < PREFIX_BYTES ? 0 : slab.readUIntBE(this.#used, PREFIX_BYTES);
    this.#rowId[at] = rowId;
    this.#isAscii &&= keyBytes === key.length && keyBytes >= PREFIX_BYTES;
    this.#used += keyBytes + HASH_BYTES + labelBytes;
    this.#count += 1;
    return at;
  }

  setBlock(at: number, block: BlockId, slot: number): void {
    let number = this.#blockNumbers.get(block);
    if (number === undefined) {
      number = this.#blocks.push(block);
      this.#blockNumbers.set(block, number);
    }
    this.#block[at] = number;
    this.#slot[at] = slot;
  }

  /** By key, in UTF-16 code units as trees have it; equal keys stay in the order in which they came. */
  sort(): void {
    const order = Uint32Array.from({ length: this.#count }, (_, at) => at);
    const prefix = this.#prefix;
    this.#order = this.#isAscii
      ? order.sort((a, b) => prefix[a]! - prefix[b]! || this.#compareBytes(a, b) || a - b)
      : order.sort((a, b) => compareText(this.#key(a), this.#key(b)) || a - b);
  }

  /** After `sort`: in key order. Rows that share a key (the database allows it) are numbered as they came. */
  *entries(): Generator<TreeEntry> {
    for (let start = 0; start < this.#count;) {
      const first = this.#entry(this.#order[start]!);
      let end = start + 1;
      while (end < this.#count && this.#key(this.#order[end]!) === first.key) end += 1;
      if (end - start === 1) yield first;
      else yield* this.#numbered(first.key, start, end);
      start = end;
    }
  }

  #numbered(key: string, start: number, end: number): TreeEntry[] {
    const same = Array.from(this.#order.subarray(start, end), (at) => this.#entry(at));
    const numbered = same.map((entry, copy) => ({ ...entry, key: numberedKey(key, copy) }));
    return numbered.sort((a, b) => compareText(a.key, b.key));
  }

  /**
   * After `sort`: number of the entry of this key, which is the first of several. Quick where keys are asked for in the
   * order of their row ids, and the rows have kept them.
   */
  find(key: string, rowId: number): number | null {
    const at = this.#atRow(rowId);
    return at !== null && this.#key(at) === key ? at : this.#search(key);
  }

  hashOf(at: number): string {
    const start = this.#offset[at]! + this.#keyBytes[at]!;
    return this.#slabs[this.#slab[at]!]!.toString('base64url', start, start + HASH_BYTES);
  }

  blockOf(at: number): BlockId {
    return this.#blocks[this.#block[at]! - 1] ?? '';
  }

  slotOf(at: number): number {
    return this.#slot[at]!;
  }

  #atRow(rowId: number): number | null {
    const rows = this.#rowId;
    this.#byRow ??= Uint32Array.from({ length: this.#count }, (_, at) => at).sort(
      (a, b) => rows[a]! - rows[b]!,
    );
    while (this.#nextRow < this.#count && rows[this.#byRow[this.#nextRow]!]! < rowId) this.#nextRow += 1;
    const at = this.#byRow[this.#nextRow];
    return at !== undefined && rows[at] === rowId ? at : null;
  }

  #search(key: string): number | null {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#key(this.#order[middle]!) < key) low = middle + 1;
      else high = middle;
    }
    const at = this.#order[low];
    return low < this.#count && at !== undefined && this.#key(at) === key ? at : null;
  }

  #entry(at: number): TreeEntry {
    const bytes = this.#slabs[this.#slab[at]!]!;
    const labelAt = this.#offset[at]! + this.#keyBytes[at]! + HASH_BYTES;
    return {
      key: this.#key(at),
      hash: this.hashOf(at),
      block: this.blockOf(at),
      slot: this.slotOf(at),
      rowId: this.#rowId[at]!,
      label: bytes.toString('utf8', labelAt, labelAt + this.#labelBytes[at]!),
    };
  }

  #key(at: number): string {
    const start = this.#offset[at]!;
    const end = start + this.#keyBytes[at]!;
    return this.#slabs[this.#slab[at]!]!.toString(this.#isAscii ? 'latin1' : 'utf8', start, end);
  }

  #compareBytes(a: number, b: number): number {
    const left = this.#slabs[this.#slab[a]!]!;
    const right = this.#slabs[this.#slab[b]!]!;
    const [startA, startB] = [this.#offset[a]!, this.#offset[b]!];
    return left.compare(right, startB, startB + this.#keyBytes[b]!, startA, startA + this.#keyBytes[a]!);
  }

  #room(bytes: number): Buffer {
    if (this.#used + bytes > SLAB_BYTES) {
      this.#slabs.push(Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, bytes)));
      this.#used = 0;
    }
    return this.#slabs.at(-1)!;
  }

  #grow(): void {
    const size = 2 * this.#slot.length;
    this.#slab = copyInto(new Uint16Array(size), this.#slab);
    this.#offset = copyInto(new Uint32Array(size), this.#offset);
    this.#keyBytes = copyInto(new Uint32Array(size), this.#keyBytes);
    this.#labelBytes = copyInto(new Uint16Array(size), this.#labelBytes);
    this.#prefix = copyInto(new Float64Array(size), this.#prefix);
    this.#rowId = copyInto(new Float64Array(size), this.#rowId);
    this.#slot = copyInto(new Uint32Array(size), this.#slot);
    this.#block = copyInto(new Uint32Array(size), this.#block);
  }
}

function copyInto<T extends Uint16Array | Uint32Array | Float64Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
