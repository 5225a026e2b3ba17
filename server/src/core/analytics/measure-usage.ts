import type { FileUse, SnapshotUse, Survey } from '../repository/survey';
import { blockHolders, bytesAlone, NOBODY } from './block-holders';
import { cleanableBytes, freedByEach } from './freed-bytes';
import { topsOf, walkBlocks, walkPieces } from './walk-blocks';

/** What the storage holds, by whom it is held; all in bytes. */
export interface Usage {
  /** Of what snapshots are made of. */
  neededBytes: number;
  /** What a clean-up would free by now. */
  cleanableBytes: number;
  /** Content of all snapshots, each counted whole. */
  logicalBytes: number;
  /** What they would take, compressed, if none shared anything with another. */
  apartBytes: number;
  snapshots: SnapshotUsage[];
  projects: GroupUsage[];
  kinds: GroupUsage[];
  types: TypeUsage[];
  files: LargeFile[];
}

export interface SnapshotUsage {
  id: string;
  logicalBytes: number;
  /** What it would take by itself, compressed. */
  apartBytes: number;
  /** What older snapshots that are still there do not hold. */
  addedBytes: number;
  /** What no other snapshot holds. */
  ownBytes: number;
  /** What deleting it and then cleaning up would free. */
  freedBytes: number;
}

export interface GroupUsage {
  name: string;
  snapshots: number;
  logicalBytes: number;
  apartBytes: number;
  /** What no snapshot of another group holds. */
  ownBytes: number;
}

export interface TypeUsage {
  /** Null for the files of the media library. */
  uid: string | null;
  /** Entries or files in the newest snapshot that has it. */
  entries: number;
  /** Content in that snapshot; null where it did not count by type. */
  logicalBytes: number | null;
  /** In the storage, for all snapshots together. */
  storedBytes: number;
}

export interface LargeFile {
  name: string;
  key: string;
  bytes: number;
  storedBytes: number;
  /** How many snapshots hold it. */
  snapshots: number;
  newest: string;
}

const FILES = 20;

export function measureUsage(survey: Survey): Usage {
  const { snapshots } = survey;
  const holders = blockHolders(survey, (index) => index);
  const alone = bytesAlone(survey, holders, snapshots.length);
  const freed = freedByEach(survey, holders);
  const added = addedBytes(survey);
  const measured = snapshots.map((snapshot, index): SnapshotUsage => ({
    id: snapshot.entry.id,
    logicalBytes: logicalBytes(snapshot),
    apartBytes: apartBytes(survey, snapshot),
    addedBytes: added[index]! + snapshot.manifestBytes,
    ownBytes: alone[index]! + snapshot.manifestBytes,
    freedBytes: freed[index]!,
  }));
  return {
    neededBytes: sumOf(measured, 'addedBytes'),
    cleanableBytes: cleanableBytes(survey),
    logicalBytes: sumOf(measured, 'logicalBytes'),
    apartBytes: sumOf(measured, 'apartBytes'),
    snapshots: measured,
    projects: groups(survey, measured, ({ entry }) => entry.project),
    kinds: groups(survey, measured, ({ entry }) => entry.kind),
    types: typesOf(survey, holders),
    files: largestFiles(survey),
  };
}

/** A version holds records; the bytes of its files are the backups'. */
const isVersion = ({ entry }: SnapshotUse) => entry.kind === 'version';

function logicalBytes(snapshot: SnapshotUse): number {
  const { types, entry } = snapshot;
  if (!isVersion(snapshot) || types.some(({ bytes }) => bytes === null)) return entry.counts.bytes;
  return types.reduce((sum, { bytes }) => sum + bytes!, 0);
}

/** Of a block of records that it shares with older ones its share, by their number. */
function apartBytes({ blocks }: Survey, snapshot: SnapshotUse): number {
  let bytes = snapshot.manifestBytes + blocks.lengths[snapshot.schema]!;
  const whole = (block: number) => void (bytes += blocks.lengths[block]!);
  for (const { tops } of snapshot.types)
    walkPieces(tops, whole, (leaf) => {
      leaf.blocks.forEach((block, at) => {
        bytes += (blocks.lengths[block]! * leaf.counts[at]!) / Math.max(1, blocks.records[block]!);
      });
    });
  // Two files of the same content are one in a snapshot, too.
  const seen = new Set<number>();
  walkPieces(snapshot.media, whole, (leaf) => {
    if (!isVersion(snapshot)) leaf.blocks.forEach((block) => seen.add(block));
  });
  seen.forEach(whole);
  return Math.round(bytes);
}

function addedBytes(survey: Survey): number[] {
  const seen = new Uint8Array(survey.blocks.size);
  return survey.snapshots.map((snapshot) => {
    let bytes = 0;
    walkBlocks(snapshot, (block) => {
      if (seen[block]) return;
      seen[block] = 1;
      bytes += survey.blocks.lengths[block]!;
    });
    return bytes;
  });
}

function groups(
  survey: Survey,
  measured: SnapshotUsage[],
  nameOf: (snapshot: SnapshotUse) => string,
): GroupUsage[] {
  const names = [...new Set(survey.snapshots.map(nameOf))];
  const numbers = survey.snapshots.map((snapshot) => names.indexOf(nameOf(snapshot)));
  const holders = blockHolders(survey, (index) => numbers[index]!);
  const alone = bytesAlone(survey, holders, names.length);
  const all = names.map((name, group): GroupUsage => {
    const members = measured.filter((_, index) => numbers[index] === group);
    const manifests = survey.snapshots.filter((_, index) => numbers[index] === group);
    return {
      name,
      snapshots: members.length,
      logicalBytes: sumOf(members, 'logicalBytes'),
      apartBytes: sumOf(members, 'apartBytes'),
      ownBytes: alone[group]! + manifests.reduce((sum, { manifestBytes }) => sum + manifestBytes, 0),
    };
  });
  return all.sort((a, b) => b.ownBytes - a.ownBytes);
}

/** A block of records may hold several types: each has its share of it, by the number of records. */
function typesOf(survey: Survey, holders: Int32Array): TypeUsage[] {
  const { blocks, snapshots } = survey;
  const types = new Map<string | null, TypeUsage>();
  const pieces = new Map<number, string | null>();
  const chunks = new Set<number>();
  for (const snapshot of snapshots) {
    for (const { uid, records: entries, bytes, tops } of snapshot.types) {
      types.set(uid, { uid, entries, logicalBytes: bytes, storedBytes: 0 });
      walkPieces(
        tops,
        (block) => void pieces.set(block, uid),
        () => undefined,
      );
    }
    const files = filesOf(snapshot);
    if (files.entries > 0) types.set(null, { uid: null, ...files, storedBytes: 0 });
    walkPieces(
      snapshot.media,
      (block) => void pieces.set(block, null),
      (leaf) => leaf.blocks.forEach((block) => chunks.add(block)),
    );
  }
  const add = (uid: string | null, bytes: number) => {
    const type = types.get(uid);
    if (type) type.storedBytes += bytes;
  };
  pieces.forEach((uid, block) => add(uid, blocks.lengths[block]!));
  chunks.forEach((block) => add(null, blocks.lengths[block]!));
  blocks.recordsOf.forEach((counts, block) => {
    if (!counts || holders[block] === NOBODY) return;
    for (const [uid, count] of counts) add(uid, (blocks.lengths[block]! * count) / blocks.records[block]!);
  });
  return [...types.values()]
    .map((type) => ({ ...type, storedBytes: Math.round(type.storedBytes) }))
    .sort((a, b) => b.storedBytes - a.storedBytes);
}

function filesOf(snapshot: SnapshotUse): { entries: number; logicalBytes: number } {
  const found = { entries: 0, logicalBytes: 0 };
  for (const { leaves } of snapshot.media)
    for (const { files } of leaves) {
      found.entries += files.length;
      found.logicalBytes += files.reduce((sum, { bytes }) => sum + bytes, 0);
    }
  return found;
}

function largestFiles({ blocks, snapshots }: Survey): LargeFile[] {
  const byContent = new Map<string, FileUse>();
  const leaves = new Set(snapshots.flatMap((one) => one.media.flatMap((top) => top.leaves)));
  for (const { files } of leaves) for (const file of files) byContent.set(file.hash, file);
  const largest = [...byContent.values()].sort((a, b) => b.bytes - a.bytes).slice(0, FILES);
  const wanted = new Map(largest.map((file) => [file.hash, { ...file, snapshots: 0, newest: '' }]));
  for (const snapshot of snapshots) {
    const held = new Set(
      topsOf({ ...snapshot, types: [] })
        .flatMap((top) => top.leaves.flatMap(({ files }) => files))
        .flatMap(({ hash }) => (wanted.has(hash) ? [hash] : [])),
    );
    for (const hash of held) {
      const file = wanted.get(hash)!;
      file.snapshots += 1;
      file.newest = snapshot.entry.id;
    }
  }
  return [...wanted.values()].map(({ label, key, bytes, blocks: own, snapshots: count, newest }) => ({
    name: label || key,
    key,
    bytes,
    storedBytes: [...new Set(own)].reduce((sum, block) => sum + blocks.lengths[block]!, 0),
    snapshots: count,
    newest,
  }));
}

function sumOf<Key extends string>(items: readonly Record<Key, number>[], key: Key): number {
  return items.reduce((sum, item) => sum + item[key], 0);
}
