import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import { BlockReader } from './block-reader';
import { findBrokenSnapshots } from './broken-snapshots';
import { isDamage, objectDamaged } from './damage';
import type { HandedOver } from './handed-over';
import { createHashes } from './hashes';
import { RepositoryHead, wentBack } from './head';
import { liveBlocks } from './live-blocks';
import { decodeManifest } from './manifest';
import { decodeKeyRing, encodeKeyRing } from './keys';
import { readObject } from './read-object';
import type { Manifest, Repository, Watched } from './repository';
import type { ObjectEntry } from './root';
import { rotateKeys } from './rotate-keys';
import { parseSecrets } from './secret';
import { WriteSession } from './snapshot-writer';
import { surveyRepository } from './survey';
import { sweep, type SweepContext } from './sweep';
import { readLeafLines, readTops, readTree } from './tree';
import { verifyRepository } from './verify';
import { WriteGate } from './write-gate';
import { lineOf, NO_MEMORY, othersThan, type Memory } from './writers';

export interface OpenRepositoryOptions {
  storage: Storage;
  /** Start of every object's name, so that two repositories can share a storage: `[a-z0-9-]`, 1 to 40 characters. */
  prefix: string;
  /**
   * What the site configured: a passphrase of at least 20 characters, or `base64:` and 32 bytes; several of them, of
   * which any may open the repository; null for nothing.
   */
  secret: string | readonly string[] | null;
  /** Random id of the database that writes, `[A-Za-z0-9_-]`, 1 to 64 characters. One process at a time may write as it. */
  writerId: string;
  /** What this database has recorded of the repository. */
  known?: Partial<Memory> | undefined;
  /** Make a new repository where neither root exists. */
  create: boolean;
  clock?: Clock | undefined;
}

export interface Clock {
  now(): Date;
  /** For how long an object stays after its last reference is gone; in ms, a day when left out. */
  graceMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const CLOCK: Clock = { now: () => new Date(), graceMs: DAY_MS };

/**
 * Opens the repository at `prefix`, or makes it. A passphrase costs about half a second and 128 MiB of memory here.
 *
 * A storage that is older than what is known opens for reading (see `behind`), unless it is empty altogether: then
 * `storage_went_back`.
 *
 * Throws `secret_missing`, `secret_invalid`, `secret_too_short`, `wrong_secret`, `repository_missing`,
 * `repository_foreign`, `root_damaged`, `format_unsupported`, `options_invalid`, or what the
 * storage throws.
 */
export async function openRepository(options: OpenRepositoryOptions): Promise<Repository> {
  checkOptions(options);
  const { storage, prefix, create, clock = CLOCK } = options;
  const known = { ...NO_MEMORY, ...options.known };
  const opening = { storage, prefix, secrets: parseSecrets(options.secret) };
  let head = await RepositoryHead.open(opening);
  if (!head) {
    if (!create) throw missing(prefix, storage.location);
    if (known.generation > 0) throw wentBack(`${prefix}-root-a`, 0, known.generation);
    head = await RepositoryHead.create(opening);
  }
  return repositoryOf(head, { ...options, known, clock });
}

/**
 * The same repository once more, in a thread that reaches its storage in its own way. Costs no secret: the keys come
 * with it. Throws what `openRepository` throws.
 */
export async function openHandedOver(storage: Storage, handed: HandedOver): Promise<Repository> {
  const { prefix, secrets, wrapped } = handed;
  const unlocked = { wrapped, keys: decodeKeyRing(Buffer.from(handed.ring)) };
  const head = await RepositoryHead.open({ storage, prefix, secrets, unlocked });
  if (!head) throw missing(prefix, storage.location);
  return repositoryOf(head, { ...handed, storage, clock: CLOCK });
}

interface RepositoryParts {
  storage: Storage;
  prefix: string;
  writerId: string;
  known: Memory;
  token?: string;
  clock: Clock;
}

function repositoryOf(head: RepositoryHead, options: RepositoryParts): Repository {
  const { storage, prefix, writerId, clock } = options;
  const { sealing } = head;
  const hashes = createHashes(sealing.keys.id, prefix);
  const reader = new BlockReader(storage, sealing, hashes);
  reader.setPacks(head.content.packs);
  const gate = new WriteGate({ storage, head, hashes, reader }, options);

  const readStoredManifest = async (stored: ObjectEntry): Promise<Manifest> => {
    const name = hashes.objectName(stored.writer, 'manifest', stored.number);
    const bytes = await readObject(storage, name);
    if (hashes.hash('object', bytes) !== stored.digest) {
      throw objectDamaged(name, 'its bytes are not those that were written');
    }
    return decodeManifest(sealing, bytes, name);
  };

  /** What a removal, a compaction and a change of keys work with, while nothing else writes. */
  const changing = async <T>(watched: Watched, work: (context: SweepContext) => Promise<T>): Promise<T> => {
    await gate.enter();
    try {
      const parts = { storage, sealing, hashes, head, reader, writerId, readManifest: readStoredManifest };
      const context = { ...parts, token: gate.token, now: clock.now(), graceMs: clock.graceMs };
      return await work({ ...context, ...watched });
    } catch (error) {
      throw isDamage(error) ? nothingChanged(error) : error;
    } finally {
      gate.leave();
    }
  };

  const usage = () => {
    const { packs, snapshots } = head.content;
    const objects = [...packs, ...snapshots.map(({ manifest }) => manifest)];
    return {
      objects: head.size.objects + objects.length,
      bytes: objects.reduce((sum, { bytes }) => sum + bytes, head.size.bytes),
    };
  };

  return {
    id: sealing.repositoryId,
    get generation() {
      return head.generation;
    },
    get behind() {
      return gate.behind;
    },
    get writers() {
      return head.content.writers.map((writer) => writer.id);
    },
    get others() {
      return othersThan(head.content, writerId).length;
    },
    get memory() {
      return gate.memory;
    },
    get wrappedKeys() {
      return head.unlocked.wrapped;
    },
    get dataKeys() {
      const { current, data } = head.unlocked.keys;
      return { current, kept: data.size };
    },
    hash: (domain, content) => hashes.hash(domain, content),
    hasher: (domain) => hashes.hasher(domain),

    snapshots({ own = false } = {}) {
      const line = lineOf(head.content, writerId);
      return head.content.snapshots
        .filter(({ manifest }) => !own || line.has(manifest.writer))
        .map(({ entry }) => structuredClone(entry))
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
    },

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
      const { memory: known, token } = gate;
      return { prefix, writerId, known, token, secrets: head.secrets, wrapped, ring: encodeKeyRing(keys) };
    },

    refresh: () => gate.refresh(),
    announce: (token) => gate.announce(token),
    join: (mode, lost) => gate.join(mode, lost),

    async beginWrite({ signal, room = null } = {}) {
      await gate.enter();
      return new WriteSession({
        storage,
        sealing,
        hashes,
        head,
        reader,
        writerId,
        token: gate.token,
        room,
        ...(signal ? { signal } : {}),
        release: () => gate.leave(),
      });
    },

    async removeSnapshots(snapshotIds, watched = {}) {
      const request = { snapshotIds, compact: false, dryRun: false };
      const { removed, kept, objects, bytes, waiting } = await changing(watched, (context) =>
        sweep(context, request),
      );
      return { removed, kept, objects, bytes, waiting };
    },

    compact: ({ dryRun = false, ...watched } = {}) =>
      changing(watched, (context) => sweep(context, { snapshotIds: [], compact: true, dryRun })),

    rotateKeys: ({ all = false, ...watched } = {}) =>
      changing(watched, (context) => rotateKeys(context, all)),

    verify: (verifyOptions) => verifyRepository({ storage, sealing, hashes, head, reader }, verifyOptions),

    brokenSnapshots: (suspects = new Set()) =>
      findBrokenSnapshots(
        { reader, hashes, content: head.content, readManifest: readStoredManifest },
        suspects,
      ),
    rootProblems: () => head.problems(),

    survey: (known) =>
      surveyRepository(
        { reader, hashes, content: head.content, writerId, readManifest: readStoredManifest },
        known,
      ),

    usage,
    storedBytes: () => head.content.doomed.reduce((sum, { bytes }) => sum + bytes, usage().bytes),
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

/** Damage met by who must know what every snapshot needs. */
function nothingChanged({ code, message, item, hint, cause }: KeepsakeError): KeepsakeError {
  return new KeepsakeError(code, `${message} Nothing was changed or removed.`, {
    item,
    // Who knows which backup it is has said so.
    hint: hint.includes('keepsake delete') ? hint : DELETE_DAMAGED,
    cause,
  });
}

const DELETE_DAMAGED =
  'Run keepsake verify to see which backups are damaged, delete those (keepsake delete <id>), and try again.';

function missing(prefix: string, location: string): KeepsakeError {
  return new KeepsakeError('repository_missing', `There is no repository ${prefix} in ${location}.`, {
    hint: 'Check the settings of the storage and the prefix; the recovery kit has both.',
  });
}
