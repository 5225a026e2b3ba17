import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import type { BlockReader } from './block-reader';
import { isDamage } from './damage';
import type { Hashes } from './hashes';
import type { RepositoryHead } from './head';
import { liveBlocks } from './live-blocks';
import type { Manifest, BlockId, RemoveResult } from './repository';
import type { DoomedObject, ObjectEntry, PackEntry, RootContent } from './root';

/**
 * Takes snapshots out of the repository and deletes what nothing references any more.
 *
 * ```
 *   mark what the others need → root without them, in one slot → the same in the other slot → delete the objects
 * ```
 *
 * Both slots are written before the first delete, because the older root must stay one that can be fallen back on.
 * The objects to go are listed in the root as *doomed*: a crash between root and delete forgets nothing, the next
 * removal finishes the list. Ids that the repository does not hold are ignored, so an interrupted removal can be run
 * again.
 */
export interface RemoveContext {
  storage: Storage;
  hashes: Hashes;
  head: RepositoryHead;
  reader: BlockReader;
  readManifest: (manifest: ObjectEntry) => Promise<Manifest>;
  signal?: AbortSignal;
}

export async function removeSnapshots(context: RemoveContext, snapshotIds: string[]): Promise<RemoveResult> {
  const { head, reader, signal } = context;
  const going = new Set(snapshotIds);
  const { content } = head;
  const leaving = content.snapshots.filter(({ entry }) => going.has(entry.id));
  const staying = content.snapshots.filter(({ entry }) => !going.has(entry.id));
  if (leaving.length > 0) {
    const live = await liveBlocks(reader, manifestsOf(context, staying));
    const packs = await unusedPacks(context, live);
    throwIfAborted(signal);
    const next = withoutThem(content, staying, leaving, packs);
    // From here to the end nothing may stop half way by choice: the signal is not looked at again.
    await head.save(next);
    await head.save(next);
    reader.setPacks(head.content.packs);
  }
  const deleted = await deleteDoomed(context);
  return {
    removed: leaving.map(({ entry }) => entry.id),
    objects: deleted.length,
    bytes: deleted.reduce((sum, gone) => sum + gone.bytes, 0),
  };
}

async function deleteDoomed({ storage, hashes, head }: RemoveContext): Promise<DoomedObject[]> {
  const { doomed } = head.content;
  for (const gone of doomed) await storage.delete(hashes.objectName(gone.writer, gone.kind, gone.number));
  head.forgetDoomed(doomed);
  return doomed;
}

async function* manifestsOf(
  { readManifest, signal }: RemoveContext,
  snapshots: RootContent['snapshots'],
): AsyncGenerator<Manifest> {
  for (const { manifest } of snapshots) {
    throwIfAborted(signal);
    yield await readManifest(manifest);
  }
}

/**
 * Packs that hold no live block. A pack whose index cannot be read may go only if every live block was found in another.
 */
async function unusedPacks(
  { head, hashes, reader }: RemoveContext,
  live: Set<BlockId>,
): Promise<PackEntry[]> {
  const unused: PackEntry[] = [];
  const unreadable: PackEntry[] = [];
  const found = new Set<BlockId>();
  for (const pack of head.content.packs) {
    const blocks = await reader
      .blocksOf(hashes.objectName(pack.writer, 'pack', pack.number))
      .catch((error: unknown) => {
        if (isDamage(error)) return null;
        throw error;
      });
    if (!blocks) {
      unreadable.push(pack);
      continue;
    }
    const needed = blocks.filter((block) => live.has(block.id));
    for (const block of needed) found.add(block.id);
    if (needed.length === 0) unused.push(pack);
  }
  return found.size === live.size ? [...unused, ...unreadable] : unused;
}

function withoutThem(
  content: RootContent,
  staying: RootContent['snapshots'],
  leaving: RootContent['snapshots'],
  packs: PackEntry[],
): RootContent {
  const since = new Date().toISOString();
  const gone = new Set(packs);
  const doom = (kind: DoomedObject['kind'], { writer, number, bytes }: ObjectEntry) => ({
    kind,
    writer,
    number,
    bytes,
    since,
  });
  return {
    ...content,
    packs: content.packs.filter((pack) => !gone.has(pack)),
    snapshots: staying,
    doomed: [
      ...content.doomed,
      ...packs.map((pack) => doom('pack', pack)),
      ...leaving.map(({ manifest }) => doom('manifest', manifest)),
    ],
  };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new KeepsakeError('aborted', 'The removal was cancelled; nothing was removed.', {
      cause: signal.reason,
    });
  }
}
