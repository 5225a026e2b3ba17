import type { KeepsakeError } from '../errors';
import type { BlockReader } from './block-reader';
import { isUnreadable } from './damage';
import type { Hashes } from './hashes';
import { liveBlocks } from './live-blocks';
import type { BlockId, BrokenSnapshot, Manifest } from './repository';
import type { ObjectEntry, RootContent } from './root';

/**
 * Which snapshots cannot be restored whole, and the first thing that each of them lacks. Manifests are read, and of the
 * packs their indexes, which lie at their ends: so a pack that is missing or cut short is found with one small read.
 * Trees are read only where there is damage, to tell whom it costs; blocks only where they are in `suspects`.
 */
export interface BrokenSnapshotsContext {
  reader: BlockReader;
  hashes: Hashes;
  content: RootContent;
  readManifest: (manifest: ObjectEntry) => Promise<Manifest>;
}

const INDEXES_AT_ONCE = 8;

export async function findBrokenSnapshots(
  context: BrokenSnapshotsContext,
  suspects: ReadonlySet<string>,
): Promise<BrokenSnapshot[]> {
  const isWhole = suspects.size === 0 && (await areIndexesWhole(context));
  const search = new BlockSearch(context.reader, suspects);
  const broken: BrokenSnapshot[] = [];
  for (const { entry, manifest: stored } of context.content.snapshots) {
    const read = await damageOf(() => context.readManifest(stored));
    if ('damage' in read) broken.push({ entry, damage: read.damage, isReadable: false });
    else if (!isWhole) {
      const damage = await search.damageIn(read.value);
      if (damage) broken.push({ entry, damage, isReadable: true });
    }
  }
  return broken;
}

async function areIndexesWhole({ reader, hashes, content }: BrokenSnapshotsContext): Promise<boolean> {
  const names = content.packs.map(({ writer, number }) => hashes.objectName(writer, 'pack', number));
  for (let at = 0; at < names.length; at += INDEXES_AT_ONCE) {
    const batch = names.slice(at, at + INDEXES_AT_ONCE);
    const found = await Promise.all(batch.map((name) => damageOf(() => reader.blocksOf(name))));
    if (found.some((index) => 'damage' in index)) return false;
  }
  return true;
}

/** Looks for the blocks of snapshots, each block once however many snapshots share it. */
export class BlockSearch {
  readonly #reader: BlockReader;
  readonly #suspects: ReadonlySet<string>;
  readonly #seen = new Map<BlockId, KeepsakeError | null>();

  /** @param suspects packs whose blocks are not only looked for but opened */
  constructor(reader: BlockReader, suspects: ReadonlySet<string> = new Set()) {
    this.#reader = reader;
    this.#suspects = suspects;
  }

  /** The first block that cannot be had; null for a snapshot that is whole. */
  async damageIn(manifest: Manifest): Promise<KeepsakeError | null> {
    const blocks = await damageOf(() => liveBlocks(this.#reader, only(manifest)));
    if ('damage' in blocks) return blocks.damage;
    for (const id of blocks.value) {
      const known = this.#seen.get(id);
      const damage = known === undefined ? await this.#look(id) : known;
      this.#seen.set(id, damage);
      if (damage) return damage;
    }
    return null;
  }

  async #look(id: BlockId): Promise<KeepsakeError | null> {
    const place = await damageOf(() => this.#reader.placeOf(id));
    if ('damage' in place) return place.damage;
    if (!this.#suspects.has(place.value.object)) return null;
    const read = await damageOf(async () => {
      for await (const _ of this.#reader.readSealed([id]));
    });
    return 'damage' in read ? read.damage : null;
  }
}

async function damageOf<T>(read: () => Promise<T>): Promise<{ value: T } | { damage: KeepsakeError }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (isUnreadable(error)) return { damage: error };
    throw error;
  }
}

async function* only(manifest: Manifest): AsyncGenerator<Manifest> {
  yield manifest;
}
