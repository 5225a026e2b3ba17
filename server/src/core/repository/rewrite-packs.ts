import type { Problem } from '../../../../shared/contracts/errors';
import type { Storage } from '../storage/storage';
import { isDamage, objectDamaged } from './damage';
import type { Sealing } from './frame';
import type { Hashes } from './hashes';
import type { RepositoryHead } from './head';
import { openPack, PackBuilder, type PackedBlock } from './pack';
import { readObject } from './read-object';
import type { BlockId, Watched } from './repository';
import type { PackEntry } from './root';
import { writerOf } from './writers';

/**
 * Copies the living blocks of packs into new ones, whole and unopened, under their ids: whoever names a block by its
 * id finds it there. The new packs take the numbers after the writer's mark in the root, so that what a crash leaves
 * is replaced by the next write.
 *
 * A pack of which any byte is not what was written is left as it is and reported: a damaged block would take the
 * readable ones of its pack along.
 */
export interface RewrittenPacks {
  /** The packs that the new ones stand for. */
  replaced: PackEntry[];
  packs: { entry: PackEntry; name: string; blocks: PackedBlock[] }[];
  copiedBytes: number;
  problems: Problem[];
}

/** What rewriting objects of this writer's line takes. */
export interface RewriteContext extends Watched {
  storage: Storage;
  sealing: Sealing;
  hashes: Hashes;
  head: RepositoryHead;
  writerId: string;
}

export async function rewritePacks(
  context: RewriteContext,
  worn: { entry: PackEntry; name: string }[],
  live: Set<BlockId>,
): Promise<RewrittenPacks> {
  const writer = new PackWriter(context);
  const replaced: PackEntry[] = [];
  const problems: Problem[] = [];
  let copiedBytes = 0;
  for (const [done, { entry, name }] of worn.entries()) {
    if (context.signal?.aborted) break;
    context.onProgress?.({ phase: 'rewriting', done, total: worn.length });
    const blocks = await livingBlocks(context, entry, name, live).catch((error: unknown) => {
      if (!isDamage(error)) throw error;
      problems.push({ code: error.code, message: error.message, item: error.item });
      return null;
    });
    if (!blocks) continue;
    for (const { block, frame } of blocks) await writer.add(block.id, block.kind, frame);
    copiedBytes += blocks.reduce((sum, { frame }) => sum + frame.length, 0);
    replaced.push(entry);
  }
  return { replaced, packs: await writer.finish(), copiedBytes, problems };
}

/** The frames of a pack that are needed; throws the damage of a pack that is not whole. */
export async function livingBlocks(
  { storage, sealing, hashes }: Pick<RewriteContext, 'storage' | 'sealing' | 'hashes'>,
  entry: PackEntry,
  name: string,
  live: Set<BlockId> | null,
): Promise<{ block: PackedBlock; frame: Buffer }[]> {
  const bytes = await readObject(storage, name);
  if (hashes.hash('object', bytes) !== entry.digest) {
    throw objectDamaged(name, 'its bytes are not those that were written');
  }
  return (await openPack(sealing, bytes, name))
    .filter(({ id }) => !live || live.has(id))
    .map((block) => ({ block, frame: bytes.subarray(block.offset, block.offset + block.length) }));
}

/** Fills packs with finished frames and puts them one by one. */
export class PackWriter {
  readonly #context: Omit<RewriteContext, 'signal'>;
  readonly #packs: RewrittenPacks['packs'] = [];
  #pack = new PackBuilder();
  #number: number;

  constructor(context: Omit<RewriteContext, 'signal'>) {
    this.#context = context;
    this.#number = writerOf(context.head.content, context.writerId).packs;
  }

  async add(id: BlockId, kind: PackedBlock['kind'], frame: Buffer): Promise<void> {
    if (!this.#pack.fits(frame.length)) await this.#put();
    this.#pack.add(id, kind, frame);
  }

  async finish(): Promise<RewrittenPacks['packs']> {
    if (!this.#pack.empty) await this.#put();
    return this.#packs;
  }

  async #put(): Promise<void> {
    const { storage, sealing, hashes, writerId } = this.#context;
    const pack = this.#pack;
    this.#pack = new PackBuilder();
    this.#number += 1;
    const name = hashes.objectName(writerId, 'pack', this.#number);
    const { bytes, indexBytes, blocks } = await pack.finish(sealing, name);
    const digest = hashes.hash('object', bytes);
    const entry = { writer: writerId, number: this.#number, bytes: bytes.length, digest, indexBytes };
    await storage.put(name, bytes, { givenAway: true });
    this.#packs.push({ entry, name, blocks });
  }
}
