import { KeepsakeError } from '../errors';
import { openFrame, readFrameHeader, sealFrame, type Sealing } from './frame';
import type { Unlocked } from './head';
import { addDataKey, renewKeys } from './keys';
import { encodeManifest } from './manifest';
import type { PackedBlock } from './pack';
import type { RotateResult } from './repository';
import { livingBlocks, PackWriter, type RewrittenPacks } from './rewrite-packs';
import type { DoomedObject, ObjectEntry, PackEntry, RootContent } from './root';
import { wrapKeys } from './secret';
import type { SweepContext } from './sweep';
import { othersThan, withWriter, writerOf } from './writers';

/**
 * New keys.
 *
 * ```
 *   rotate        one data key more ──────────────────────────────────┐
 *   rotate, all   every pack and manifest once more, under new keys ──┴─▶ root with the keys locked anew, in one slot,
 *                                                                         then in the other
 * ```
 *
 * Before the root nothing has changed: what was put has numbers above the writer's mark, and the next write replaces
 * it. After the second root no object holds a lock of the secrets from before. The id key stays: hashes and names are
 * what they were, so the next backup is incremental.
 */
export type RotateContext = Omit<SweepContext, 'sealing' | 'graceMs'>;

export async function rotateKeys(context: RotateContext, all: boolean): Promise<RotateResult> {
  const { head, writerId } = context;
  if (othersThan(head.content, writerId).length > 0) throw shared();
  const before = head.unlocked.keys;
  const keys = all ? renewKeys(before) : addDataKey(before);
  const { repositoryId } = head.sealing;
  const wrapped = await wrapKeys(keys, head.secrets, repositoryId);
  const sealing = { repositoryId, keys };
  const copies = all ? await copyAll(context, sealing) : null;
  await saveTwice(context, copies ? copies.content : touched(context), { keys, wrapped });
  for (const { name, blocks } of copies?.packs ?? []) context.reader.learn(name, blocks);
  return {
    generation: keys.current,
    secrets: head.secrets.length,
    objects: copies?.objects.length ?? 0,
    bytes: (copies?.objects ?? []).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

interface Copies {
  content: RootContent;
  packs: RewrittenPacks['packs'];
  objects: ObjectEntry[];
}

async function copyAll(context: RotateContext, sealing: Sealing): Promise<Copies> {
  const { head, now, token, writerId } = context;
  const { content } = head;
  const packs = await copyPacks(context, sealing);
  const snapshots = await copyManifests(context, sealing);
  const entries = packs.map(({ entry }) => entry);
  const me = writerOf(content, writerId);
  const since = now.toISOString();
  const doom = (kind: DoomedObject['kind'], { writer, number, bytes }: ObjectEntry) => {
    return { kind, writer, number, bytes, since };
  };
  return {
    packs,
    objects: [...entries, ...snapshots.map(({ manifest }) => manifest)],
    content: withWriter(
      {
        ...content,
        packs: entries,
        snapshots,
        doomed: [
          ...content.doomed,
          ...content.packs.map((pack) => doom('pack', pack)),
          ...content.snapshots.map(({ manifest }) => doom('manifest', manifest)),
        ],
      },
      { ...me, packs: me.packs + packs.length, manifests: me.manifests + snapshots.length, token },
    ),
  };
}

async function copyPacks(context: RotateContext, sealing: Sealing): Promise<RewrittenPacks['packs']> {
  const { hashes, head } = context;
  const writer = new PackWriter({ ...context, sealing });
  const total = head.content.packs.length;
  for (const [done, entry] of head.content.packs.entries()) {
    context.onProgress?.({ phase: 'encrypting', done, total });
    const name = hashes.objectName(entry.writer, 'pack', entry.number);
    for (const { block, frame } of await readFrames(context, entry, name)) {
      await writer.add(block.id, block.kind, await sealAnew(head.sealing, sealing, block, frame, name));
    }
  }
  return writer.finish();
}

async function readFrames(
  context: RotateContext,
  entry: PackEntry,
  name: string,
): Promise<{ block: PackedBlock; frame: Buffer }[]> {
  throwIfAborted(context.signal);
  return livingBlocks({ ...context, sealing: context.head.sealing }, entry, name, null);
}

/** The same block under the same id; compressed again only if it was. */
async function sealAnew(
  from: Sealing,
  to: Sealing,
  { id, kind }: PackedBlock,
  frame: Buffer,
  object: string,
): Promise<Buffer> {
  const plain = await openFrame(from, frame, { kind, id, object });
  return sealFrame(to, { kind, id, plain, compress: readFrameHeader(frame)?.codec !== 0 });
}

async function copyManifests(context: RotateContext, sealing: Sealing): Promise<RootContent['snapshots']> {
  const { hashes, head, readManifest, storage, writerId } = context;
  let number = writerOf(head.content, writerId).manifests;
  const copies: RootContent['snapshots'] = [];
  for (const { entry, manifest } of head.content.snapshots) {
    throwIfAborted(context.signal);
    number += 1;
    const name = hashes.objectName(writerId, 'manifest', number);
    const bytes = await encodeManifest(sealing, await readManifest(manifest), name);
    await storage.put(name, bytes);
    const digest = hashes.hash('object', bytes);
    copies.push({ entry, manifest: { writer: writerId, number, bytes: bytes.length, digest } });
  }
  return copies;
}

function touched({ head, writerId, token }: RotateContext): RootContent {
  return withWriter(head.content, { ...writerOf(head.content, writerId), token });
}

async function saveTwice(
  { head, reader }: RotateContext,
  content: RootContent,
  keys: Unlocked,
): Promise<void> {
  await head.save(content, { keys });
  reader.setPacks(head.content.packs);
  await head.save(content);
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new KeepsakeError('aborted', 'The change of keys was cancelled; the keys are as they were.', {
    cause: signal.reason,
  });
}

function shared(): KeepsakeError {
  return new KeepsakeError(
    'repository_shared',
    'Another site writes to this storage too, and new keys could lock it out.',
    {
      hint:
        'Give the other site a storage or a prefix of its own, then run keepsake recover --adopt here, and change the ' +
        'keys after that.',
    },
  );
}
