import type { Storage } from '../storage/storage';
import { isDamage } from './damage';
import type { Sealing } from './frame';
import type { Hashes, ObjectKind } from './hashes';
import { decodeManifest, snapshotEntryOf } from './manifest';
import { indexLength, openPack } from './pack';
import { readObject } from './read-object';
import type { DoomedObject, ObjectEntry, PackEntry, RootContent, Writer } from './root';
import { withWriter } from './writers';

/**
 * Puts back what a writer committed and the newest root does not name: another site put its root at the very same
 * moment and its root stayed, or the newest root was lost. The objects are still there, under names that follow from
 * their numbers, and prove themselves when they are opened. What is not there any more is passed over.
 *
 * @param last the highest numbers that the writer knows to have committed
 */
export async function salvage(
  context: { storage: Storage; sealing: Sealing; hashes: Hashes },
  content: RootContent,
  writer: Writer,
  last: { packs: number; manifests: number },
): Promise<RootContent> {
  const packs: PackEntry[] = [];
  for (let number = writer.packs + 1; number <= last.packs; number += 1) {
    const pack = await intact(() => readPack(context, writer.id, number));
    if (pack) packs.push(pack);
  }
  const snapshots: RootContent['snapshots'] = [];
  for (let number = writer.manifests + 1; number <= last.manifests; number += 1) {
    const snapshot = await intact(() => readSnapshot(context, writer.id, number));
    if (snapshot) snapshots.push(snapshot);
  }
  // What it refers to may have been doomed by the root that stayed; the next sweep looks at it anew.
  const doomed: DoomedObject[] = [];
  for (const gone of content.doomed) {
    const pack = gone.kind === 'pack' && (await intact(() => readPack(context, gone.writer, gone.number)));
    if (pack) packs.push(pack);
    else doomed.push(gone);
  }
  const listed = new Set(content.snapshots.map(({ entry }) => entry.id));
  return withWriter(
    {
      ...content,
      doomed,
      packs: [...content.packs, ...packs],
      snapshots: [...content.snapshots, ...snapshots.filter(({ entry }) => !listed.has(entry.id))],
    },
    {
      ...writer,
      packs: Math.max(writer.packs, last.packs),
      manifests: Math.max(writer.manifests, last.manifests),
    },
  );
}

type Context = Parameters<typeof salvage>[0];

async function readPack(context: Context, writer: string, number: number): Promise<PackEntry> {
  const { bytes, entry, name } = await readNumbered(context, 'pack', writer, number);
  await openPack(context.sealing, bytes, name);
  return { ...entry, indexBytes: indexLength(bytes) };
}

async function readSnapshot(
  context: Context,
  writer: string,
  number: number,
): Promise<RootContent['snapshots'][number]> {
  const { bytes, entry, name } = await readNumbered(context, 'manifest', writer, number);
  return { entry: snapshotEntryOf(await decodeManifest(context.sealing, bytes, name)), manifest: entry };
}

async function readNumbered(
  { storage, hashes }: Context,
  kind: ObjectKind,
  writer: string,
  number: number,
): Promise<{ bytes: Buffer; entry: ObjectEntry; name: string }> {
  const name = hashes.objectName(writer, kind, number);
  const bytes = await readObject(storage, name);
  return {
    bytes,
    name,
    entry: { writer, number, bytes: bytes.length, digest: hashes.hash('object', bytes) },
  };
}

async function intact<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
