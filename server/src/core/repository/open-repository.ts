import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import { BlockReader } from './block-reader';
import { objectDamaged } from './damage';
import type { HandedOver } from './handed-over';
import { createHashes } from './hashes';
import { RepositoryHead, wentBack } from './head';
import { liveBlocks } from './live-blocks';
import { decodeManifest } from './manifest';
import { decodeKeyRing, encodeKeyRing } from './keys';
import { readObject } from './read-object';
import { removeSnapshots } from './remove-snapshots';
import type { Manifest, Repository } from './repository';
import type { ObjectEntry } from './root';
import { parseSecret } from './secret';
import { WriteSession } from './snapshot-writer';
import { readLeafLines, readTops, readTree } from './tree';
import { verifyRepository } from './verify';

export interface OpenRepositoryOptions {
  storage: Storage;
  /** Start of every object's name, so that two repositories can share a storage: `[a-z0-9-]`, 1 to 40 characters. */
  prefix: string;
  /** What the site configured: a passphrase of at least 20 characters, or `base64:` and 32 bytes; null for nothing. */
  secret: string | null;
  /** Random id of the database that writes, `[A-Za-z0-9_-]`, 1 to 64 characters. One process at a time may write as it. */
  writerId: string;
  /** The generation that this database last recorded. */
  expectedGeneration?: number | undefined;
  /** Make a new repository where neither root exists. */
  create: boolean;
}

/**
 * Opens the repository at `prefix`, or makes it. A passphrase costs about half a second and 128 MiB of memory here.
 *
 * A storage that is older than `expectedGeneration` opens for reading (see `behind`), unless it is empty altogether:
 * then `storage_went_back`.
 *
 * Throws `secret_missing`, `secret_invalid`, `secret_too_short`, `wrong_secret`, `repository_missing`,
 * `repository_foreign`, `root_damaged`, `format_unsupported`, `options_invalid`, or what the
 * storage throws.
 */
export async function openRepository(options: OpenRepositoryOptions): Promise<Repository> {
  checkOptions(options);
  const { storage, prefix, create, expectedGeneration = 0 } = options;
  const opening = { storage, prefix, secret: parseSecret(options.secret) };
  let head = await RepositoryHead.open(opening);
  if (!head) {
    if (!create) throw missing(prefix, storage.location);
    if (expectedGeneration > 0) throw wentBack(`${prefix}-root-a`, 0, expectedGeneration);
    head = await RepositoryHead.create(opening);
  }
  return repositoryOf(head, options);
}

/**
 * The same repository once more, in a thread that reaches its storage in its own way. Costs no secret: the keys come
 * with it. Throws what `openRepository` throws.
 */
export async function openHandedOver(storage: Storage, handed: HandedOver): Promise<Repository> {
  const { prefix, secret, wrapped } = handed;
  const unlocked = { wrapped, keys: decodeKeyRing(Buffer.from(handed.ring)) };
  const head = await RepositoryHead.open({ storage, prefix, secret, unlocked });
  if (!head) throw missing(prefix, storage.location);
  return repositoryOf(head, { ...handed, storage });
}

function repositoryOf(
  head: RepositoryHead,
  {
    storage,
    prefix,
    writerId,
    expectedGeneration = 0,
  }: Pick<OpenRepositoryOptions, 'storage' | 'prefix' | 'writerId' | 'expectedGeneration'>,
): Repository {
  const { sealing } = head;
  const hashes = createHashes(sealing.keys.id, prefix);
  const reader = new BlockReader(storage, sealing, hashes);
  reader.setPacks(head.content.packs);
  const behind = (): KeepsakeError | null =>
    head.generation < expectedGeneration
      ? wentBack(head.otherSlot, head.generation, expectedGeneration)
      : null;
  /** One write or removal at a time: both end in a root, and a removal deletes what a write may be referring to. */
  let busy = false;

  const begin = async (): Promise<void> => {
    if (busy) {
      throw new KeepsakeError('repository_busy', 'This repository is being written to already.', {
        hint: 'Wait until the running job has ended.',
        transient: true,
      });
    }
    busy = true;
    try {
      await head.refresh();
      const older = behind();
      if (older) throw older;
      head.assertWritable();
      reader.setPacks(head.content.packs);
    } catch (error) {
      busy = false;
      throw error;
    }
  };

  const readStoredManifest = async (stored: ObjectEntry): Promise<Manifest> => {
    const name = hashes.objectName(stored.writer, 'manifest', stored.number);
    const bytes = await readObject(storage, name);
    if (hashes.hash('object', bytes) !== stored.digest) {
      throw objectDamaged(name, 'its bytes are not those that were written');
    }
    return decodeManifest(sealing, bytes, name);
  };

  return {
    id: sealing.repositoryId,
    get generation() {
      return head.generation;
    },
    get behind() {
      return behind();
    },
    get writers() {
      return head.content.writers.map((writer) => writer.id);
    },
    hash: (domain, content) => hashes.hash(domain, content),
    hasher: (domain) => hashes.hasher(domain),

    snapshots: () =>
      head.content.snapshots
        .map(({ entry }) => structuredClone(entry))
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0)),

    async readManifest(snapshotId) {
      const found = head.content.snapshots.find(({ entry }) => entry.id === snapshotId);
      if (found) return readStoredManifest(found.manifest);
      throw new KeepsakeError('snapshot_unknown', `There is no snapshot ${snapshotId} in this repository.`, {
        item: snapshotId,
        hint: 'It may have been removed by retention. List the snapshots again.',
      });
    },

    readBlock: (id, kind) => reader.read(id, kind),
    readTree: (root) => readTree(reader, root),
    readTops: (tops) => readTops(reader, tops),
    readLeafLines: (leaves) => readLeafLines(reader, leaves),

    async *sealedBlocks(manifest) {
      yield* reader.readSealed(await liveBlocks(reader, only(manifest)));
    },

    handOver() {
      const { wrapped, keys } = head.unlocked;
      const expected = Math.max(expectedGeneration, head.generation);
      const ring = encodeKeyRing(keys);
      return { prefix, writerId, expectedGeneration: expected, secret: head.secret, wrapped, ring };
    },

    async refresh() {
      await head.refresh();
      reader.setPacks(head.content.packs);
    },

    async beginWrite({ signal } = {}) {
      await begin();
      return new WriteSession({
        storage,
        sealing,
        hashes,
        head,
        reader,
        writerId,
        ...(signal ? { signal } : {}),
        release: () => (busy = false),
      });
    },

    async removeSnapshots(snapshotIds, { signal } = {}) {
      await begin();
      try {
        const context = { storage, hashes, head, reader, readManifest: readStoredManifest };
        return await removeSnapshots(signal ? { ...context, signal } : context, snapshotIds);
      } finally {
        busy = false;
      }
    },

    verify: (verifyOptions) => verifyRepository({ storage, sealing, hashes, head, reader }, verifyOptions),

    usage() {
      const { packs, snapshots } = head.content;
      const objects = [...packs, ...snapshots.map(({ manifest }) => manifest)];
      return {
        objects: head.size.objects + objects.length,
        bytes: objects.reduce((sum, { bytes }) => sum + bytes, head.size.bytes),
      };
    },
  };
}

async function* only(manifest: Manifest): AsyncGenerator<Manifest> {
  yield manifest;
}

function checkOptions({ prefix, writerId }: OpenRepositoryOptions): void {
  const invalid = (what: string) => new KeepsakeError('options_invalid', what);
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(prefix)) {
    throw invalid('The prefix must be 1 to 40 characters of a-z, 0-9 and "-".');
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(writerId)) {
    throw invalid('The writer id must be 1 to 64 characters of A-Z, a-z, 0-9, "_" and "-".');
  }
}

function missing(prefix: string, location: string): KeepsakeError {
  return new KeepsakeError('repository_missing', `There is no repository ${prefix} in ${location}.`, {
    hint: 'Check the settings of the storage and the prefix; the recovery kit has both.',
  });
}
