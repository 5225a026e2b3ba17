import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import type { BlockReader } from './block-reader';
import type { Hashes } from './hashes';
import { wentBack, type RepositoryHead } from './head';
import { salvage } from './salvage';
import { isBehind, rememberRoot, strangerOf, withToken, withWriter, writerOf, type Memory } from './writers';

/**
 * Whether this database may write, and the one write or removal under way: both end in a root, and a removal dooms what
 * a write may be referring to.
 *
 * ```
 *   open ──enter(): roots read again, nothing unknown in them──▶ busy ──leave()──▶ open
 *    │                                                            │
 *    └── `behind` is not null: enter() throws it                  └── another enter(): `repository_busy`
 * ```
 */
export class WriteGate {
  readonly #storage: Storage;
  readonly #head: RepositoryHead;
  readonly #hashes: Hashes;
  readonly #reader: BlockReader;
  readonly writerId: string;
  #memory: Memory;
  #token: string;
  #busy = false;

  constructor(
    parts: { storage: Storage; head: RepositoryHead; hashes: Hashes; reader: BlockReader },
    { writerId, known, token = '' }: { writerId: string; known: Memory; token?: string | undefined },
  ) {
    this.#storage = parts.storage;
    this.#head = parts.head;
    this.#hashes = parts.hashes;
    this.#reader = parts.reader;
    this.writerId = writerId;
    this.#memory = known;
    this.#token = token;
  }

  get token(): string {
    return this.#token;
  }

  get memory(): Memory {
    this.#remember();
    return this.#memory;
  }

  get behind(): KeepsakeError | null {
    const { generation, content, otherSlot } = this.#head;
    if (generation < this.#memory.generation) return wentBack(otherSlot, generation, this.#memory.generation);
    return strangerOf(content, this.writerId, this.#memory);
  }

  announce(token: string): void {
    this.#token = token;
    const { memory } = this;
    if (memory.tokens) this.#memory = { ...memory, tokens: withToken(memory, token) };
  }

  async refresh(): Promise<void> {
    await this.#head.refresh();
    this.#reader.setPacks(this.#head.content.packs);
    this.#remember();
  }

  async enter(): Promise<void> {
    this.#take();
    try {
      await this.#head.refresh();
      const { behind } = this;
      if (behind) throw behind;
      this.#head.assertWritable();
      await this.#putBackLost(this.writerId, this.#memory);
      this.#reader.setPacks(this.#head.content.packs);
    } catch (error) {
      this.#busy = false;
      throw error;
    }
  }

  leave(): void {
    this.#busy = false;
    this.#remember();
  }

  /** See `Repository.join`. Both slots are written, so that no older root can come back to life. */
  async join(
    mode: 'adopt' | 'fork',
    lost?: { id: string; packs: number; manifests: number },
  ): Promise<string[]> {
    this.#take();
    try {
      await this.#head.refresh();
      this.#head.assertWritable();
      const listed = new Set(this.#head.content.snapshots.map(({ entry }) => entry.id));
      if (mode === 'adopt') {
        const isRootLost = (await this.#head.problems()).length > 0;
        if (lost) await this.#putBackLost(lost.id, lost);
        if (isRootLost) await this.#lookForLost();
      }
      const { content } = this.#head;
      const heir = mode === 'adopt' ? this.writerId : null;
      const writers = content.writers.map((writer) => ({ ...writer, heir: heir ?? writer.heir }));
      const me = { ...writerOf(content, this.writerId), token: this.#token, heir: '' };
      const next = withWriter({ ...content, writers }, me);
      await this.#head.save(next, { above: this.#memory.generation });
      await this.#head.save(next);
      this.#reader.setPacks(next.packs);
      return next.snapshots.map(({ entry }) => entry.id).filter((id) => !listed.has(id));
    } finally {
      this.leave();
    }
  }

  #take(): void {
    if (this.#busy) {
      throw new KeepsakeError('repository_busy', 'This repository is being written to already.', {
        hint: 'Wait until the running job has ended.',
        transient: true,
      });
    }
    this.#busy = true;
  }

  async #putBackLost(id: string, last: { packs: number; manifests: number }): Promise<void> {
    const { content, sealing } = this.#head;
    const writer = writerOf(content, id);
    if (!isBehind(writer, last)) return;
    const whole = await salvage({ ...this.#context, sealing }, content, writer, last);
    await this.#head.save(withWriter(whole, { ...writerOf(whole, id), token: this.#token }), {
      above: this.#memory.generation,
    });
  }

  /** What a lost root alone may have named, of every writer. */
  async #lookForLost(): Promise<void> {
    const { content, sealing } = this.#head;
    let whole = content;
    for (const writer of content.writers) {
      whole = await salvage({ ...this.#context, sealing }, whole, writer, null);
    }
    const isMore =
      whole.packs.length > content.packs.length || whole.snapshots.length > content.snapshots.length;
    if (isMore) await this.#head.save(whole, { above: this.#memory.generation });
  }

  get #context() {
    return { storage: this.#storage, hashes: this.#hashes, reader: this.#reader };
  }

  #remember(): void {
    if (this.behind) return;
    const { generation, content } = this.#head;
    this.#memory = rememberRoot(this.#memory, generation, writerOf(content, this.writerId));
  }
}
