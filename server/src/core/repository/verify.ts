import type { Problem } from '../../../../shared/contracts/errors';
import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import type { BlockReader } from './block-reader';
import { objectDamaged, objectTruncated } from './damage';
import { openFrame, type Sealing } from './frame';
import type { Hashes, ObjectKind } from './hashes';
import type { RepositoryHead } from './head';
import { blocksOf } from './live-blocks';
import { decodeManifest, snapshotEntryOf } from './manifest';
import { openPack, type PackedBlock } from './pack';
import { readObject } from './read-object';
import type {
  BlockId,
  Manifest,
  PieceRef,
  TreeEntry,
  TreeRoot,
  VerifyResult,
  VerifySample,
} from './repository';
import type { ObjectEntry, PackEntry, RootContent } from './root';
import { readLeaf, readTop } from './tree';

/**
 * Reads what is live to the last byte and reports every difference from what was written.
 *
 * 1. Manifests and trees are walked; what each entry expects of its blocks is noted, once per shared leaf.
 * 2. Each pack is read whole: size, digest, trailer, index, every block opened, and what the entries expect of it held
 *    against its lines.
 * 3. Files are hashed: along with their packs while the chunks come in order, by themselves where they do not.
 *
 * Damage is reported and the reading goes on; only cancelling ends it early.
 */
export interface VerifyContext {
  storage: Storage;
  sealing: Sealing;
  hashes: Hashes;
  head: RepositoryHead;
  reader: BlockReader;
}

export interface VerifyOptions {
  snapshotIds?: string[];
  sample?: VerifySample;
  checkRecord?: (line: string, entry: TreeEntry, uid: string) => boolean;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number; bytes: number }) => void;
}

export async function verifyRepository(
  context: VerifyContext,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  const verifier = new Verifier(context, options);
  return verifier.run();
}

interface Expectation {
  entry: TreeEntry;
  uid: string;
}

/** A file on its way through the packs: `next` is the chunk that its hash waits for. */
interface FileCheck {
  entry: TreeEntry;
  next: number;
  bytes: number;
  hasher: { update(chunk: Buffer): void; digest(): string };
}

class Verifier {
  readonly #problems = new Map<string, Problem>();
  readonly #records = new Map<BlockId, Expectation[]>();
  readonly #chunks = new Map<BlockId, FileCheck[]>();
  readonly #files: FileCheck[] = [];
  readonly #walked = new Set<BlockId>();
  /** Blocks that the chosen snapshots are made of. */
  readonly #needed = new Set<BlockId>();
  /** Names of the packs that were read whole. */
  readonly #read: string[] = [];
  #objects = 0;
  #bytes = 0;
  #total = 0;

  constructor(
    readonly context: VerifyContext,
    readonly options: VerifyOptions,
  ) {}

  async run(): Promise<VerifyResult> {
    const { head } = this.context;
    await this.#verifyRoots();
    const before = this.#liveNames();
    const chosen = this.options.snapshotIds && new Set(this.options.snapshotIds);
    const snapshots = head.content.snapshots.filter(({ entry }) => !chosen || chosen.has(entry.id));
    this.#total = snapshots.length + head.content.packs.length;

    for (const snapshot of snapshots) await this.#verifySnapshot(snapshot);
    const inUse = chosen ? await this.#packsInUse() : head.content.packs;
    const packs = this.options.sample ? this.#sampleOf(inUse, this.options.sample) : inUse;
    this.#total = snapshots.length + packs.length;
    for (const pack of packs) await this.#verifyPack(pack);
    for (const file of this.#files) {
      if (!this.options.sample || isWhole(file)) await this.#finishFile(file);
    }
    if (this.#problems.size > 0) await this.#forgetRemoved(before);
    const problems = [...this.#problems.values()];
    const damaged = new Set(problems.map(({ item }) => item));
    const good = this.#read.filter((name) => !damaged.has(name));
    return { objects: this.#objects, bytes: this.#bytes, problems, packs: good };
  }

  /** Those checked longest ago, as many as make up the share of the bytes; one at least. */
  #sampleOf(packs: PackEntry[], { share, checked }: VerifySample): PackEntry[] {
    const { hashes } = this.context;
    const checkedAt = ({ writer, number }: PackEntry) =>
      checked[hashes.objectName(writer, 'pack', number)] ?? '';
    const oldest = packs
      .map((pack) => ({ pack, at: checkedAt(pack) }))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    let wanted = share * packs.reduce((sum, { bytes }) => sum + bytes, 0);
    const chosen: PackEntry[] = [];
    for (const { pack } of oldest) {
      if (wanted <= 0) break;
      chosen.push(pack);
      wanted -= pack.bytes;
    }
    return chosen;
  }

  async #verifyRoots(): Promise<void> {
    const { head } = this.context;
    await this.#reporting(() => head.refresh());
    await this.#reporting(async () => {
      for (const problem of await head.problems()) this.#report(problem);
    });
    this.context.reader.setPacks(head.content.packs);
    this.#objects += head.size.objects;
    this.#bytes += head.size.bytes;
  }

  /** Names of the objects that the newest root references. */
  #liveNames(): Set<string> {
    const { head, hashes } = this.context;
    const { packs, snapshots } = head.content;
    const name = (kind: ObjectKind, { writer, number }: ObjectEntry) =>
      hashes.objectName(writer, kind, number);
    return new Set([
      ...packs.map((pack) => name('pack', pack)),
      ...snapshots.map(({ manifest }) => name('manifest', manifest)),
    ]);
  }

  /** An object that was removed for good while this ran is no damage. */
  async #forgetRemoved(before: Set<string>): Promise<void> {
    await this.#reporting(() => this.context.head.refresh());
    const live = this.#liveNames();
    for (const [key, { item }] of this.#problems) {
      if (before.has(item) && !live.has(item)) this.#problems.delete(key);
    }
  }

  async #verifySnapshot({ entry, manifest: stored }: RootContent['snapshots'][number]): Promise<void> {
    await this.#reporting(async () => {
      const { name, bytes } = await this.#readWhole('manifest', stored);
      const manifest = await decodeManifest(this.context.sealing, bytes, name);
      if (JSON.stringify(snapshotEntryOf(manifest)) !== JSON.stringify(entry)) {
        throw objectDamaged(name, 'its manifest is not the one that the catalogue lists');
      }
      await this.#walkManifest(manifest);
    });
    this.#progress();
  }

  async #walkManifest(manifest: Manifest): Promise<void> {
    await this.#expectKind(manifest.schema.block, 'schema', `the schema of snapshot ${manifest.id}`);
    for (const type of manifest.types) await this.#walkTree(type.tree, type.uid);
    await this.#walkTree(manifest.media, 'media');
  }

  async #walkTree(tree: TreeRoot, uid: string): Promise<void> {
    const { reader } = this.context;
    for (const top of tree.pieces) {
      await this.#walkPiece(top, async () => {
        for (const leaf of await readTop(reader, top)) {
          await this.#walkPiece(leaf, async () => {
            for (const entry of await readLeaf(reader, leaf)) await this.#expectEntry(entry, uid);
          });
        }
      });
    }
  }

  /** One damaged piece hides only what is below it. */
  async #walkPiece(piece: PieceRef, walk: () => Promise<void>): Promise<void> {
    this.#throwIfAborted();
    if (this.#walked.has(piece.block)) return;
    this.#walked.add(piece.block);
    this.#needed.add(piece.block);
    await this.#reporting(walk);
  }

  async #expectEntry(entry: TreeEntry, uid: string): Promise<void> {
    const kind = entry.file ? 'chunk' : 'records';
    const what = `${entry.key} of ${uid}`;
    for (const block of blocksOf(entry)) await this.#expectKind(block, kind, what);
    if (!entry.file) {
      listOf(this.#records, entry.block).push({ entry, uid });
      return;
    }
    const file = { entry, next: 0, bytes: 0, hasher: this.context.hashes.hasher('file') };
    this.#files.push(file);
    for (const block of new Set(entry.file.blocks)) listOf(this.#chunks, block).push(file);
  }

  async #expectKind(block: BlockId, kind: string, what: string): Promise<void> {
    this.#needed.add(block);
    await this.#reporting(async () => {
      const place = await this.context.reader.placeOf(block).catch((error: unknown) => {
        const unknown = error instanceof KeepsakeError && error.code === 'block_unknown';
        throw unknown ? inNoObject(block, what) : error;
      });
      if (place.kind === kind) return;
      throw objectDamaged(place.object, `the block of ${what} is of another kind than ${kind}`);
    });
  }

  /** For a verify of some snapshots: the packs that hold a block of theirs, and those that cannot say. */
  async #packsInUse(): Promise<PackEntry[]> {
    const { head, reader, hashes } = this.context;
    const used: PackEntry[] = [];
    for (const pack of head.content.packs) {
      const blocks = await reader
        .blocksOf(hashes.objectName(pack.writer, 'pack', pack.number))
        .catch(() => null);
      if (!blocks || blocks.some((block) => this.#needed.has(block.id))) used.push(pack);
    }
    return used;
  }

  async #verifyPack(pack: PackEntry): Promise<void> {
    this.#throwIfAborted();
    await this.#reporting(async () => {
      const { name, bytes } = await this.#readWhole('pack', pack);
      this.#read.push(name);
      for (const block of await openPack(this.context.sealing, bytes, name)) {
        await this.#reporting(() => this.#verifyBlock(name, bytes, block));
      }
    });
    this.#progress();
  }

  async #verifyBlock(name: string, pack: Buffer, block: PackedBlock): Promise<void> {
    const { id, kind, offset, length } = block;
    const frame = pack.subarray(offset, offset + length);
    const plain = await openFrame(this.context.sealing, frame, { kind, id, object: name });
    if (kind === 'records') this.#verifyRecords(name, plain, this.#records.get(id) ?? []);
    if (kind !== 'chunk') return;
    for (const file of this.#chunks.get(id) ?? []) hashChunk(file, id, plain);
  }

  #verifyRecords(name: string, plain: Buffer, expected: Expectation[]): void {
    if (expected.length === 0) return;
    const lines = plain.toString('utf8').split('\n');
    for (const { entry, uid } of expected) {
      const line = lines[entry.slot];
      const right = line !== undefined && (this.options.checkRecord?.(line, entry, uid) ?? true);
      if (!right) this.#report(mismatch(name, `${entry.key} of ${uid}`));
    }
  }

  /** Reads what was passed by: a file whose chunks lie in another order than they are listed. */
  async #finishFile(file: FileCheck): Promise<void> {
    const { reader } = this.context;
    const { entry } = file;
    const blocks = entry.file?.blocks ?? [];
    const [first] = blocks;
    await this.#reporting(async () => {
      for (const block of blocks.slice(file.next)) {
        this.#throwIfAborted();
        hashChunk(file, block, await reader.read(block, 'chunk'));
      }
      if (file.hasher.digest() === entry.hash && file.bytes === entry.file?.bytes) return;
      const object = first === undefined ? entry.key : (await reader.placeOf(first)).object;
      throw mismatch(object, `file ${entry.key}`);
    });
  }

  /** A whole object, held against the size and the digest that the root has of it. */
  async #readWhole(kind: ObjectKind, entry: ObjectEntry): Promise<{ name: string; bytes: Buffer }> {
    const { storage, hashes } = this.context;
    const name = hashes.objectName(entry.writer, kind, entry.number);
    this.#objects += 1;
    const bytes = await readObject(storage, name);
    this.#bytes += bytes.length;
    if (bytes.length < entry.bytes) throw objectTruncated(name);
    if (hashes.hash('object', bytes) === entry.digest) return { name, bytes };
    // Reported and not thrown: opening what is inside says which snapshots and records it costs.
    this.#report(objectDamaged(name, 'its bytes are not those that were written'));
    return { name, bytes };
  }

  async #reporting(check: () => Promise<unknown>): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (error instanceof KeepsakeError && error.code === 'aborted') throw error;
      if (!(error instanceof KeepsakeError)) throw error;
      this.#report(error);
    }
  }

  /** The first finding of its kind about an object; a torn pack would otherwise be reported once per block. */
  #report({ code, message, item }: KeepsakeError): void {
    const key = code === 'record_mismatch' ? message : `${code} ${item}`;
    if (!this.#problems.has(key)) this.#problems.set(key, { code, message, item });
  }

  #progress(): void {
    this.options.onProgress?.({ done: this.#done(), total: this.#total, bytes: this.#bytes });
  }

  #done(): number {
    return this.#objects - this.context.head.size.objects;
  }

  #throwIfAborted(): void {
    const { signal } = this.options;
    if (signal?.aborted) {
      throw new KeepsakeError('aborted', 'The verification was cancelled.', { cause: signal.reason });
    }
  }
}

/** Feeds a chunk to a file's hash if it is the one that the file waits for. */
function hashChunk(file: FileCheck, block: BlockId, plain: Buffer): void {
  if (file.entry.file?.blocks[file.next] !== block) return;
  file.hasher.update(plain);
  file.bytes += plain.length;
  file.next += 1;
}

/** Whether all its chunks came by with the packs that were read. */
function isWhole({ entry, next }: FileCheck): boolean {
  return next === (entry.file?.blocks.length ?? 0);
}

function mismatch(object: string, what: string): KeepsakeError {
  return new KeepsakeError('record_mismatch', `Object ${object} holds something else than ${what}.`, {
    item: object,
  });
}

function inNoObject(block: BlockId, what: string): KeepsakeError {
  return new KeepsakeError('object_missing', `Block ${block} of ${what} is in no object.`, { item: block });
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
