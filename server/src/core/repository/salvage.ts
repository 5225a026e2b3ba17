import type { Storage } from '../storage/storage';
import type { BlockReader } from './block-reader';
import { BlockSearch } from './broken-snapshots';
import { isDamage } from './damage';
import type { Sealing } from './frame';
import type { Hashes, ObjectKind } from './hashes';
import { decodeManifest, snapshotEntryOf } from './manifest';
import { indexLength, openPack } from './pack';
import { readObject } from './read-object';
import type { Manifest } from './repository';
import type { DoomedObject, ObjectEntry, PackEntry, RootContent, Writer } from './root';
import { withWriter } from './writers';

/**
 * Puts back what a writer committed and the newest root does not name: another site put its root at the very same
 * moment and its root stayed, or the newest root was lost. The objects are still there, under names that follow from
 * their numbers, and prove themselves when they are opened. What is not there any more is passed over.
 *
 * @param last the highest numbers that the writer knows to have committed; null where nobody knows: then all that
 * follows is taken up to the first gap, and of the snapshots those that are whole
 */
export async function salvage(
  context: { storage: Storage; sealing: Sealing; hashes: Hashes; reader: BlockReader },
  content: RootContent,
  writer: Writer,
  last: { packs: number; manifests: number } | null,
): Promise<RootContent> {
  const packs = await readOn(writer.packs, last?.packs ?? null, (number) =>
    readPack(context, writer.id, number),
  );
  const manifests = await readOn(writer.manifests, last?.manifests ?? null, (number) =>
    readSnapshot(context, writer.id, number),
  );
  // What a crash left behind may have a manifest, too, but not all that it names.
  context.reader.setPacks([...content.packs, ...packs]);
  const search = new BlockSearch(context.reader);
  const snapshots: RootContent['snapshots'] = [];
  for (const { stored, manifest } of manifests) {
    if (last || (await search.damageIn(stored)) === null)
      snapshots.push({ entry: snapshotEntryOf(stored), manifest });
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
      packs: Math.max(writer.packs, last?.packs ?? 0, ...packs.map(({ number }) => number)),
      manifests: Math.max(
        writer.manifests,
        last?.manifests ?? 0,
        ...manifests.map(({ manifest }) => manifest.number),
      ),
    },
  );
}

type Context = Parameters<typeof salvage>[0];

/** The objects after `mark`: up to `last`, gaps passed over, or up to the first gap. */
async function readOn<T>(
  mark: number,
  last: number | null,
  read: (number: number) => Promise<T>,
): Promise<T[]> {
  const found: T[] = [];
  for (let number = mark + 1; number <= (last ?? Infinity); number += 1) {
    const one = await intact(() => read(number));
    if (one !== null) found.push(one);
    else if (last === null) break;
  }
  return found;
}

async function readPack(context: Context, writer: string, number: number): Promise<PackEntry> {
  const { bytes, entry, name } = await readNumbered(context, 'pack', writer, number);
  await openPack(context.sealing, bytes, name);
  return { ...entry, indexBytes: indexLength(bytes) };
}

async function readSnapshot(
  context: Context,
  writer: string,
  number: number,
): Promise<{ stored: Manifest; manifest: ObjectEntry }> {
  const { bytes, entry, name } = await readNumbered(context, 'manifest', writer, number);
  return { stored: await decodeManifest(context.sealing, bytes, name), manifest: entry };
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
