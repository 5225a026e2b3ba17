import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import type { BlockReader } from './block-reader';
import { editTree } from './edit-tree';
import type { TreeEdits } from './edit-tree';
import { FRAME_OVERHEAD, randomBlockId, sealFrame, type Sealing } from './frame';
import type { Hashes } from './hashes';
import type { RepositoryHead } from './head';
import { encodeManifest, manifestText, snapshotEntryOf } from './manifest';
import { PackBuilder, type PackedBlock } from './pack';
import type {
  BlockId,
  BlockKind,
  CommitResult,
  Manifest,
  SnapshotWriter,
  TreeEntry,
  TreeRoot,
} from './repository';
import type { ObjectEntry, PackEntry, RootContent, Writer } from './root';
import { Slots } from './slots';
import { buildTree } from './tree';
import { withWriter, writerOf } from './writers';

/**
 * One write under way.
 *
 * ```
 *   open ── commit() ──▶ committing ── root is read back ──▶ committed
 *    │ ▲                     │
 *    │ └ addBlock, addTree   └─ anything fails ──▶ failed
 *    │                                               │
 *    └───────────────── abort() ─────────────────────┴──▶ aborted
 * ```
 *
 * A block that fails in the background makes every later call throw that error; `abort()` is then the only way on.
 * Objects take the numbers after this writer's high-water mark in the root. Until a root raises the mark they are
 * garbage, and the next write uses the same numbers and so replaces them: what a crash left cleans itself up.
 *
 * In memory are at most the pack being filled, the one being put, and three blocks on their way.
 */
export interface WriteContext {
  storage: Storage;
  sealing: Sealing;
  hashes: Hashes;
  head: RepositoryHead;
  reader: BlockReader;
  writerId: string;
  /** Says in the root whose write this was. */
  token: string;
  /** Bytes that may be put; null for any number. */
  room: number | null;
  signal?: AbortSignal;
  /** Called once, when the write is over. */
  release: () => void;
}

type State = 'open' | 'committing' | 'committed' | 'failed' | 'aborted';

/** Blocks compressed at once: brotli runs on libuv's four threads, which other work of the process shares. */
const BLOCKS_AT_ONCE = 3;
/** Blocks over this, chunks of media, go one at a time: each is in memory plain and sealed. */
const LARGE_BYTES = 2 * 1024 * 1024;
/** Roots of other sites that one commit gives way to. */
const MOST_TRIES = 5;

export class WriteSession implements SnapshotWriter {
  readonly #context: WriteContext;
  readonly #generation: number;
  readonly #base: Writer;
  /** What was live when the write began, and so what it may refer to. */
  readonly #begunFrom: RootContent;
  readonly #slots = new Slots(BLOCKS_AT_ONCE);
  readonly #pending = new Set<Promise<void>>();
  readonly #packs: { entry: PackEntry; name: string; blocks: PackedBlock[] }[] = [];
  #bytes = 0;
  /** Every name that was put or may have been. */
  readonly #names: string[] = [];
  #state: State = 'open';
  #failure: unknown = null;
  #pack = new PackBuilder();
  #scratch: Buffer | null = null;
  /** Memory of a pack that was put. */
  #spare: Buffer | null = null;
  #packNumber: number;
  /** Blocks enter the pack one after the other. */
  #placing: Promise<void> = Promise.resolve();
  #upload: Promise<void> = Promise.resolve();
  #committing: Promise<unknown> = Promise.resolve();
  /** A root that names our objects may be in the storage. */
  #rootMayExist = false;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#generation = context.head.generation;
    this.#base = writerOf(context.head.content, context.writerId);
    this.#begunFrom = context.head.content;
    this.#packNumber = this.#base.packs;
  }

  async addBlock(kind: BlockKind, plain: Buffer, options: { compress?: boolean } = {}): Promise<BlockId> {
    this.#assertOpen();
    const release = await this.#slots.acquire();
    try {
      this.#assertOpen();
    } catch (error) {
      release();
      throw error;
    }
    const id = randomBlockId();
    const work = this.#store(id, kind, plain, options.compress)
      .catch((error: unknown) => void (this.#failure ??= error))
      .finally(() => {
        release();
        this.#pending.delete(work);
      });
    this.#pending.add(work);
    if (plain.length > LARGE_BYTES) await work;
    return id;
  }

  async addTree(entries: Iterable<TreeEntry>, previous?: TreeRoot): Promise<TreeRoot> {
    this.#assertOpen();
    const { hashes, reader } = this.#context;
    return buildTree(
      { hashes, reader, addBlock: (plain) => this.addBlock('tree', plain) },
      entries,
      previous,
    );
  }

  async editTree(root: TreeRoot, edits: TreeEdits): Promise<TreeRoot> {
    this.#assertOpen();
    const { hashes, reader } = this.#context;
    return editTree({ hashes, reader, addBlock: (plain) => this.addBlock('tree', plain) }, root, edits);
  }

  async commit(manifest: Manifest): Promise<CommitResult> {
    this.#assertOpen();
    manifestText(manifest);
    this.#assertNew(manifest);
    this.#state = 'committing';
    const committing = this.#commit(manifest).then(
      (result) => {
        this.#state = 'committed';
        this.#context.release();
        return result;
      },
      (error: unknown) => {
        this.#state = 'failed';
        throw error;
      },
    );
    this.#committing = committing;
    return committing;
  }

  async abort(): Promise<void> {
    // A commit under way is past asking; only how it ends says whether there is anything to take back.
    await this.#committing.catch(() => undefined);
    if (this.#state === 'committed' || this.#state === 'aborted') return;
    this.#state = 'aborted';
    try {
      await this.#drain();
      await this.#deleteWritten();
    } finally {
      this.#context.release();
    }
  }

  async #store(id: BlockId, kind: BlockKind, plain: Buffer, compress?: boolean): Promise<void> {
    const scratch = plain.length > LARGE_BYTES ? this.#takeScratch(plain.length) : null;
    const frame = await sealFrame(this.#context.sealing, { kind, id, plain, compress, scratch });
    const placed = this.#placing.then(() => this.#place(id, kind, frame));
    // The chain goes on after a failure; who waits for `placed` sees it.
    this.#placing = placed.catch(() => undefined);
    await placed;
    if (scratch) this.#scratch = scratch;
  }

  /** Memory that a large block is sealed into; nobody else has it until it is put back. */
  #takeScratch(length: number): Buffer {
    const known = this.#scratch;
    this.#scratch = null;
    const needed = length + FRAME_OVERHEAD;
    return known && known.length >= needed ? known : Buffer.allocUnsafeSlow(needed);
  }

  async #place(id: BlockId, kind: BlockKind, frame: Buffer): Promise<void> {
    if (this.#failure || this.#state === 'aborted') return;
    if (!this.#pack.fits(frame.length)) await this.#closePack();
    this.#pack.add(id, kind, frame);
  }

  /** Starts the put of the full pack, once the one before is through. */
  async #closePack(): Promise<void> {
    await this.#upload;
    this.#throwIfStopped();
    const pack = this.#pack;
    this.#pack = new PackBuilder(this.#spare);
    this.#spare = null;
    this.#upload = this.#putPack(pack).catch((error: unknown) => void (this.#failure ??= error));
  }

  async #putPack(pack: PackBuilder): Promise<void> {
    const { sealing, hashes, writerId } = this.#context;
    this.#packNumber += 1;
    const number = this.#packNumber;
    const name = hashes.objectName(writerId, 'pack', number);
    const { bytes, indexBytes, blocks } = await pack.finish(sealing, name);
    const entry = {
      writer: writerId,
      number,
      bytes: bytes.length,
      digest: hashes.hash('object', bytes),
      indexBytes,
    };
    this.#spare = await this.#put(name, bytes, true);
    this.#packs.push({
      entry,
      name,
      blocks,
    });
  }

  /** Gives the memory of what was put, where it was given away and came back. */
  async #put(name: string, bytes: Buffer, givenAway = false): Promise<Buffer | null> {
    const { storage, signal, room } = this.#context;
    this.#bytes += bytes.length;
    if (room !== null && this.#bytes > room) throw tooMuch(room);
    this.#names.push(name);
    const back = await storage.put(name, bytes, { givenAway, ...(signal ? { signal } : {}) });
    return back ?? null;
  }

  async #commit(manifest: Manifest): Promise<CommitResult> {
    const { head, reader } = this.#context;
    await this.#drain();
    this.#throwIfStopped();
    if (!this.#pack.empty) await this.#closePack();
    await this.#upload;
    this.#throwIfStopped();
    const written = await this.#putManifest(manifest);
    this.#throwIfStopped();

    const root = await this.#putRoot(manifest, written);
    reader.setPacks(head.content.packs);
    for (const { name, blocks } of this.#packs) reader.learn(name, blocks);
    const objects = [...this.#names, root.name];
    const packBytes = this.#packs.reduce((sum, { entry }) => sum + entry.bytes, 0);
    return { storedBytes: packBytes + written.bytes + root.bytes, objects };
  }

  /**
   * The root with this snapshot. Another site may have put one of its own meanwhile: then this one is made upon that,
   * as long as everything that this write can refer to is still live in it.
   */
  async #putRoot(manifest: Manifest, written: ObjectEntry): Promise<{ name: string; bytes: number }> {
    const { head } = this.#context;
    for (let tries = 1; ; tries += 1) {
      try {
        this.#rootMayExist = true;
        return await head.save(this.#nextContent(manifest, written));
      } catch (error) {
        if (!(error instanceof KeepsakeError) || error.code !== 'repository_changed') throw error;
        this.#rootMayExist = false;
        await head.refresh();
        if (tries === MOST_TRIES || !this.#holdsIn(head.content)) throw error;
        this.#assertNew(manifest);
      }
    }
  }

  #holdsIn(content: RootContent): boolean {
    const { packs, manifests, token, heir } = writerOf(content, this.#base.id);
    const live = new Set(content.packs.map(({ digest }) => digest));
    const isUntouched =
      heir === '' &&
      token === this.#base.token &&
      packs === this.#base.packs &&
      manifests === this.#base.manifests;
    return isUntouched && this.#begunFrom.packs.every(({ digest }) => live.has(digest));
  }

  #assertNew({ id }: Manifest): void {
    if (!this.#context.head.content.snapshots.some(({ entry }) => entry.id === id)) return;
    throw new KeepsakeError('snapshot_exists', `Snapshot ${id} is in the repository already.`, { item: id });
  }

  async #putManifest(manifest: Manifest): Promise<ObjectEntry> {
    const { sealing, hashes, writerId } = this.#context;
    const number = this.#base.manifests + 1;
    const name = hashes.objectName(writerId, 'manifest', number);
    const bytes = await encodeManifest(sealing, manifest, name);
    await this.#put(name, bytes);
    return { writer: writerId, number, bytes: bytes.length, digest: hashes.hash('object', bytes) };
  }

  #nextContent(manifest: Manifest, written: ObjectEntry): RootContent {
    const { head, token } = this.#context;
    const { content } = head;
    const packs = [...content.packs, ...this.#packs.map(({ entry }) => entry)];
    const snapshots = [...content.snapshots, { entry: snapshotEntryOf(manifest), manifest: written }];
    const writer = { ...this.#base, packs: this.#packNumber, manifests: written.number, token };
    return withWriter({ ...content, packs, snapshots }, writer);
  }

  /** Waits until nothing of this write runs in the background. */
  async #drain(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    await this.#upload;
  }

  /**
   * Takes back what was put, if it is certain that no root names it: not after a root of ours may have been stored, and
   * not when another process has used this writer's numbers meanwhile. What stays is garbage that the next write
   * replaces, so a storage that fails here costs space for a while and nothing else.
   */
  async #deleteWritten(): Promise<void> {
    const { head, reader, storage } = this.#context;
    if (this.#rootMayExist || this.#names.length === 0) return;
    try {
      await head.refresh();
      reader.setPacks(head.content.packs);
      if (head.generation !== this.#generation) return;
      for (const name of this.#names) await storage.delete(name);
    } catch {
      // See above: the objects stay as garbage until their numbers are used again.
    }
  }

  #assertOpen(): void {
    this.#throwIfStopped();
    if (this.#state === 'open') return;
    throw new KeepsakeError('write_closed', `This write is ${this.#state} and takes nothing more.`);
  }

  #throwIfStopped(): void {
    const { signal } = this.#context;
    if (signal?.aborted) {
      throw new KeepsakeError('aborted', 'The write was cancelled.', { cause: signal.reason });
    }
    if (this.#failure) throw this.#failure;
  }
}

function tooMuch(room: number): KeepsakeError {
  return new KeepsakeError(
    'quota_exceeded',
    `This write needs more than the ${room} bytes that it may add.`,
    {
      hint: 'Raise storage.quota, or delete backups that you no longer need.',
    },
  );
}
