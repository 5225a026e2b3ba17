import { createHash } from 'node:crypto';
import { KeepsakeError } from '../errors';
import { rootDamaged } from './damage';
import { openFrame, randomBlockId, sealFrame, type Sealing } from './frame';
import type { ObjectKind } from './hashes';
import { parseSnapshotEntry } from './manifest';
import type { SnapshotEntry } from './repository';
import { parseWrappedKeys, type WrappedKeys } from './secret';
import {
  asCount,
  asId,
  asList,
  asObject,
  asOneOf,
  asText,
  parseStoredJson,
  StoredJsonError,
} from './stored-json';

/**
 * A root is the one object that says what is live. Its clear part can be read by anyone and opens with a secret; its
 * sealed part is the catalogue.
 *
 * ```
 *  0  4  "KPSR"
 *  4  2  format, 1
 *  6  2  feature flags, 0
 *  8  4  length c of the clear part
 * 12  c  clear part: {"generation":…,"repository":"…","keys":{…}}
 *  …  32 SHA-256 of everything before; tells damage from a wrong secret, and nothing else
 *  …     one frame of kind root; everything before it is its context
 * ```
 *
 * Later formats keep the first 12 bytes, the clear part and the checksum where they are.
 */
export interface RootClear {
  generation: number;
  repositoryId: string;
  keys: WrappedKeys;
  /** Where the frame starts. */
  length: number;
}

/** An object by its number, and what must be found under its name. */
export interface ObjectEntry {
  writer: string;
  number: number;
  bytes: number;
  /** Keyed hash of the whole object. */
  digest: string;
}

export interface PackEntry extends ObjectEntry {
  /** Length of the pack's index frame. */
  indexBytes: number;
}

/** A writing database and the highest numbers that it has used up. */
export interface Writer {
  id: string;
  packs: number;
  manifests: number;
  /** Names its last write: only the database that made it knows this text. Empty before the first. */
  token: string;
  /** Id of the writer that took over what this one wrote; empty while it writes itself. */
  heir: string;
}

/** An object that nothing references any more and that may not be deleted yet. */
export interface DoomedObject {
  kind: ObjectKind;
  writer: string;
  number: number;
  bytes: number;
  /** When it lost its last reference. */
  since: string;
}

export interface RootContent {
  writers: Writer[];
  packs: PackEntry[];
  /** The catalogue: one entry per live manifest, in order of commit. */
  snapshots: { entry: SnapshotEntry; manifest: ObjectEntry }[];
  doomed: DoomedObject[];
}

export const EMPTY_ROOT: RootContent = { writers: [], packs: [], snapshots: [], doomed: [] };

const MAGIC = 'KPSR';
const FORMAT = 1;
const PREFIX = 12;
const CHECKSUM = 32;

/** The bytes of a root. */
export async function encodeRoot(
  sealing: Sealing,
  root: { generation: number; keys: WrappedKeys; content: RootContent },
): Promise<Buffer> {
  const clear = Buffer.from(
    JSON.stringify({ generation: root.generation, repository: sealing.repositoryId, keys: root.keys }),
    'utf8',
  );
  const prefix = Buffer.alloc(PREFIX);
  prefix.write(MAGIC, 0, 'latin1');
  prefix.writeUInt16BE(FORMAT, 4);
  prefix.writeUInt32BE(clear.length, 8);
  const open = Buffer.concat([prefix, clear]);
  const context = Buffer.concat([open, sha256(open)]);
  const plain = Buffer.from(JSON.stringify(packContent(root.content)), 'utf8');
  const frame = await sealFrame(sealing, { kind: 'root', id: randomBlockId(), plain, context });
  return Buffer.concat([context, frame]);
}

/**
 * What a root says in the clear. Throws `root_damaged` when the checksum does not fit, `format_unsupported` when it
 * does and the format is a later one.
 */
export function readRootClear(bytes: Buffer, name: string): RootClear {
  if (bytes.length < PREFIX + CHECKSUM || bytes.toString('latin1', 0, 4) !== MAGIC) {
    throw rootDamaged(name, 'it does not begin as a root');
  }
  const end = PREFIX + bytes.readUInt32BE(8);
  const length = end + CHECKSUM;
  if (bytes.length < length) throw rootDamaged(name, 'it ends too early');
  if (!sha256(bytes.subarray(0, end)).equals(bytes.subarray(end, length))) {
    throw rootDamaged(name, 'its clear part is not what was written');
  }
  if (bytes.readUInt16BE(4) !== FORMAT || bytes.readUInt16BE(6) !== 0) {
    throw new KeepsakeError(
      'format_unsupported',
      `Root ${name} was written by a later version of Keepsake.`,
      {
        item: name,
        hint: 'Update strapi-plugin-keepsake.',
      },
    );
  }
  return whole(name, () => {
    const clear = asObject(parseStoredJson(bytes.toString('utf8', PREFIX, end)), 'clear part');
    const repositoryId = asText(clear['repository'], 'repository');
    if (!/^[0-9a-f]{32}$/.test(repositoryId)) throw new StoredJsonError('repository is not an id');
    const generation = asCount(clear['generation'], 'generation', 1);
    return { generation, repositoryId, keys: parseWrappedKeys(clear['keys']), length };
  });
}

/** The sealed part; throws `root_damaged`. */
export async function readRootContent(
  sealing: Sealing,
  bytes: Buffer,
  clear: RootClear,
  name: string,
): Promise<RootContent> {
  const context = bytes.subarray(0, clear.length);
  const frame = bytes.subarray(clear.length);
  const plain = await openFrame(sealing, frame, { kind: 'root', object: name, context }).catch(
    (error: unknown) => {
      throw rootDamaged(name, 'its sealed part is not what was written', error);
    },
  );
  return whole(name, () => unpackContent(parseStoredJson(plain.toString('utf8'))));
}

/** Writers by their place in the list: their ids would otherwise be repeated for every pack. */
function packContent(content: RootContent): unknown {
  const place = new Map(content.writers.map((writer, at) => [writer.id, at]));
  const object = (entry: ObjectEntry) => [place.get(entry.writer), entry.number, entry.bytes, entry.digest];
  return {
    writers: content.writers.map(({ id, packs, manifests, token, heir }) => [
      id,
      packs,
      manifests,
      token,
      heir,
    ]),
    packs: content.packs.map((pack) => [...object(pack), pack.indexBytes]),
    snapshots: content.snapshots.map(({ entry, manifest }) => ({ entry, manifest: object(manifest) })),
    doomed: content.doomed.map((gone) => [
      gone.kind,
      place.get(gone.writer),
      gone.number,
      gone.bytes,
      gone.since,
    ]),
  };
}

function unpackContent(value: unknown): RootContent {
  const content = asObject(value, 'root');
  const writers = asList(content['writers'], 'writers').map((item) => {
    const [id, packs, manifests, token, heir] = asList(item, 'writer');
    return {
      id: asText(id, 'writer'),
      packs: asCount(packs, 'packs'),
      manifests: asCount(manifests, 'manifests'),
      token: asText(token ?? '', 'token'),
      heir: asText(heir ?? '', 'heir'),
    };
  });
  const writerAt = (place: unknown) => {
    const writer = writers[asCount(place, 'place of a writer')];
    if (!writer) throw new StoredJsonError('it names a writer that it does not list');
    return writer.id;
  };
  const object = (item: unknown): ObjectEntry => {
    const [place, number, bytes, digest] = asList(item, 'object');
    return {
      writer: writerAt(place),
      number: asCount(number, 'number', 1),
      bytes: asCount(bytes, 'bytes', 1),
      digest: asId(digest, 'digest'),
    };
  };
  return {
    writers,
    packs: asList(content['packs'], 'packs').map((item) => ({
      ...object(item),
      indexBytes: asCount(asList(item, 'pack')[4], 'index bytes', 1),
    })),
    snapshots: asList(content['snapshots'], 'snapshots').map((item) => {
      const { entry, manifest } = asObject(item, 'snapshot');
      return { entry: parseSnapshotEntry(entry), manifest: object(manifest) };
    }),
    doomed: asList(content['doomed'], 'doomed').map((item) => {
      const [kind, place, number, bytes, since] = asList(item, 'doomed object');
      return {
        kind: asOneOf(kind, ['pack', 'manifest'] as const, 'kind'),
        writer: writerAt(place),
        number: asCount(number, 'number', 1),
        bytes: asCount(bytes, 'bytes'),
        since: asText(since, 'since'),
      };
    }),
  };
}

function whole<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoredJsonError) throw rootDamaged(name, error.message, error);
    throw error;
  }
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
