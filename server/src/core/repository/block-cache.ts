/**
 * The plain bytes of blocks read last, bounded by bytes. A restore reads the records of a block one after the other,
 * and a tree's top piece once per leaf; without this every one of them would be a request to the storage.
 */
export class BlockCache {
  readonly #most: number;
  /** A Map keeps the order of insertion, so its first key is the one used longest ago. */
  readonly #blocks = new Map<string, Buffer>();
  #bytes = 0;

  /** @param most Bytes kept at most; a block over a quarter of it is not kept at all. */
  constructor(most: number) {
    this.#most = most;
  }

  get(id: string): Buffer | undefined {
    const plain = this.#blocks.get(id);
    if (plain) {
      this.#blocks.delete(id);
      this.#blocks.set(id, plain);
    }
    return plain;
  }

  set(id: string, plain: Buffer): void {
    if (plain.length > this.#most / 4) return;
    this.delete(id);
    this.#blocks.set(id, plain);
    this.#bytes += plain.length;
    for (const oldest of this.#blocks.keys()) {
      if (this.#bytes > this.#most) this.delete(oldest);
      else break;
    }
  }

  delete(id: string): void {
    this.#bytes -= this.#blocks.get(id)?.length ?? 0;
    this.#blocks.delete(id);
  }
}
