import type { Problem } from '../../../../shared/contracts/errors';
import type { ProjectRules } from '../../../../shared/contracts/projects';
import type { KeepsakeError } from '../errors';
import type { TreeEdits } from './edit-tree';
import type { HandedOver } from './handed-over';
import type { WrappedKeys } from './secret';
import type { Survey, SurveyMemory } from './survey';
import type { Memory } from './writers';

/** What can be read of snapshots, be they in a repository or in an archive. */
export interface SnapshotReader {
  /** Random id of the repository, 32 hexadecimal digits. */
  readonly id: string;
  /** 128-bit HMAC of `content` under the id key, as 22 characters of base64url; domains keep kinds apart. */
  hash(domain: HashDomain, content: string | Buffer): string;
  /** The same for a content that does not fit in memory at once. */
  hasher(domain: HashDomain): { update(chunk: Buffer): void; digest(): string };
  /** The snapshot's manifest; throws `snapshot_unknown`, `object_missing` or `object_damaged`. */
  readManifest(snapshotId: string): Promise<Manifest>;
  /**
   * Plain bytes of a block, shared with a cache: not to be changed. Throws `object_missing`, `object_damaged`,
   * `object_truncated` (all with the object's name) or `block_unknown`.
   */
  readBlock(id: BlockId, kind: BlockKind): Promise<Buffer>;
  /** All entries in key order, read piece by piece. */
  readTree(root: TreeRoot): AsyncIterable<TreeEntry>;
  /** Every block of a snapshot, sealed as it lies in the storage and proven to open; throws what `readBlock` throws. */
  sealedBlocks(manifest: Manifest): AsyncIterable<SealedBlock>;
  /** The leaves under each of these top pieces; those stored side by side are read together. */
  readTops(tops: PieceRef[]): Promise<PieceRef[][]>;
  /** The entries of each of these leaves as stored lines, which `decodeEntryLine` parses: a diff needs few of them. */
  readLeafLines(leaves: PieceRef[]): Promise<string[][]>;
}

/**
 * What the rest of the core sees of a repository: hashes, blocks, trees, and snapshots committed or removed as a whole.
 * Layout, names, encryption and the order of writes are its own affair (docs/format.md).
 */
export interface Repository extends SnapshotReader {
  /** Counts the roots written; what a database records to notice that its storage went back. */
  readonly generation: number;
  /**
   * Why nothing may be written or deleted: the newest root that can be read is older than the one that the database
   * recorded (`storage_went_back`), or holds writes of this database's id that it knows nothing of
   * (`repository_unknown_writer`). What it names can be read, verified and restored. Null where all is well.
   */
  readonly behind: KeepsakeError | null;
  /** Ids of all databases that have written here. */
  readonly writers: string[];
  /** How many databases besides this one write here and were not taken over: their objects are never touched. */
  readonly others: number;
  /** What the database has to record, before each write and after it, and to give to the next `openRepository`. */
  readonly memory: Memory;
  /** The wrapped keys, for the recovery kit: they open nothing without the secret. */
  readonly wrappedKeys: WrappedKeys;
  /** The data key that writes now, and how many are kept for what is sealed under them. */
  readonly dataKeys: { current: number; kept: number };
  /** Every snapshot that the newest valid root names, oldest first; `own` leaves out those of other sites. */
  snapshots(which?: { own?: boolean }): SnapshotEntry[];
  /** For `openHandedOver` in another thread of this process. */
  handOver(): HandedOver;
  /** Looks at the roots again: what another process or thread has committed is known afterwards. */
  refresh(): Promise<void>;
  /** The next writes carry this token, by which the database will know them again: `memory` is to be recorded first. */
  announce(token: string): void;
  /**
   * Opens the one write under way. Looks at the roots first, so `snapshots()` is up to date after it. Throws
   * `repository_busy` when this process has one already, `repository_foreign`, or `storage_went_back` when the storage is
   * older than what this process has seen.
   */
  beginWrite(options?: WriteOptions): Promise<SnapshotWriter>;
  /**
   * Takes snapshots out of the root. The objects that nothing references any more are deleted once the grace time is
   * over, by this or the next sweep. Ids that are not there are ignored; snapshots of another site stay and are named in
   * `kept`. Throws the damage, and removes nothing, when a snapshot that stays cannot be read.
   */
  removeSnapshots(snapshotIds: string[], options?: { signal?: AbortSignal }): Promise<RemoveResult>;
  /**
   * Rewrites packs that are more than a third dead, and deletes what has been unreferenced for the grace time. Throws as
   * `removeSnapshots` does. With `dryRun` it only says what it would do.
   */
  compact(options?: { dryRun?: boolean } & Watched): Promise<CompactResult>;
  /**
   * Adds a data key, and locks the keys anew under the secrets that it was opened with: any other opens nothing from
   * then on. With `all`, every block is encrypted anew under new keys, the old objects going as those of a removal do.
   * Throws `repository_shared` when another site writes here, and with `all` the damage of what cannot be read.
   */
  rotateKeys(options?: { all?: boolean } & Watched): Promise<RotateResult>;
  /**
   * Lets this writer write here: as the heir of all others (`adopt`), or beside them (`fork`). The way out of `behind`.
   * With `adopt`, what `lost` has committed and no root names is put back where its objects are there. Where a root is
   * lost, what it alone may have named is looked for under the names that follow. Returns the ids of what was found.
   */
  join(mode: 'adopt' | 'fork', lost?: { id: string; packs: number; manifests: number }): Promise<string[]>;
  /** Reads every live object, or those of the given snapshots, to the last byte. Never throws for damage: reports it. */
  verify(options?: {
    snapshotIds?: string[];
    /** Only a share of the packs' bytes (0 to 1), those checked longest ago first; manifests and trees are all read. */
    sample?: VerifySample;
    /** Whether a line of a `records` block is what `entry` of the tree of `uid` says; without it, only its place is checked. */
    checkRecord?: (line: string, entry: TreeEntry, uid: string) => boolean;
    signal?: AbortSignal;
    onProgress?: (progress: { done: number; total: number; bytes: number }) => void;
  }): Promise<VerifyResult>;
  /**
   * Snapshots that cannot be restored whole. Finds objects that are missing or cut short; bytes in the middle of an
   * object are looked at only where `suspects` has its name, see `verify`.
   */
  brokenSnapshots(suspects?: ReadonlySet<string>): Promise<BrokenSnapshot[]>;
  /** What is wrong with the roots, though one of them may do. */
  rootProblems(): Promise<KeepsakeError[]>;
  /** Bytes and number of live objects. */
  usage(): { objects: number; bytes: number };
  /** Bytes in the storage: of what is live, and of what waits until it may be deleted. */
  storedBytes(): number;
  /**
   * Which snapshot is made of which blocks, and where those lie. Reads the pieces of trees and the indexes of packs that
   * `known` has not read before; no records, no files. Throws the damage of a snapshot that cannot be read.
   */
  survey(known?: SurveyMemory): Promise<Survey>;
}

export interface WriteOptions {
  signal?: AbortSignal | undefined;
  /** So many bytes may be added: `quota_exceeded` before any more is put. Null: as many as it takes. */
  room?: number | null;
}

/** Work that takes long on a large repository. */
export interface Watched {
  signal?: AbortSignal;
  /** In objects; each phase counts from 0. */
  onProgress?: (progress: {
    phase: 'checking' | 'rewriting' | 'encrypting';
    done: number;
    total: number;
  }) => void;
}

export type HashDomain = 'record' | 'file' | 'piece' | 'key' | 'plan';

/** 22 characters of base64url: 128 random bits. */
export type BlockId = string;

/** Bound into each block's authenticated header, so that a block of one kind is never taken for another. */
export type BlockKind = 'records' | 'tree' | 'chunk' | 'schema' | 'catalogue';

/** A block in its frame. */
export interface SealedBlock {
  id: BlockId;
  kind: BlockKind;
  frame: Buffer;
}

/** One line of a tree. `key` is compared by UTF-16 code units, which is JavaScript's `<`. */
export interface TreeEntry {
  key: string;
  hash: string;
  /** Block that holds the content, or the first of a file's; empty for an empty file. */
  block: BlockId;
  /** Which record of the block. */
  slot: number;
  /** Row id in the database it was read from, 0 where there is none. */
  rowId: number;
  /** For people: the entry's main field, a file's name. At most 120 characters. */
  label: string;
  /** For a file: all its chunks in order, its size in bytes, and the signature that lets an unchanged file go unread. */
  file?: { blocks: BlockId[]; bytes: number; signature: string };
}

/**
 * What a manifest keeps of a tree: its top pieces. A top piece lists about 23 leaves, a leaf about 23 entries, so a
 * tree of 200 000 entries has about 380 top pieces. An empty tree has none.
 */
export interface TreeRoot {
  pieces: PieceRef[];
  entries: number;
}

export interface PieceRef {
  /** Hash of the piece's plain bytes; equal pieces are stored once and skipped by a diff. */
  hash: string;
  block: BlockId;
  /** Greatest key below this piece. */
  last: string;
  entries: number;
}

export interface SnapshotWriter {
  /**
   * Stores one block. Resolves when it is handed on, which may wait for the storage: awaiting it is the back-pressure.
   * The bytes are compressed (brotli) unless `compress` is false, then encrypted; they must not change
   * afterwards, except those of a block over 2 MiB: it is sealed when the promise resolves. A
   * block that fails on its way makes every later call throw.
   */
  addBlock(kind: BlockKind, plain: Buffer, options?: { compress?: boolean }): Promise<BlockId>;
  /**
   * Cuts sorted entries into pieces and stores those that `previous` does not hold already.
   * Throws `tree_unsorted` when keys do not rise strictly.
   */
  addTree(entries: Iterable<TreeEntry>, previous?: TreeRoot): Promise<TreeRoot>;
  /** The same tree as `addTree` would make, of `root` and what changed: only pieces with an edit are read and stored. */
  editTree(root: TreeRoot, edits: TreeEdits): Promise<TreeRoot>;
  /**
   * Packs, manifest, root, in this order. After it the snapshot exists; before it nothing of it does. Throws
   * `repository_changed` (transient) when another process has written meanwhile, `snapshot_exists`, `manifest_invalid`,
   * or what the storage throws. When it throws, `abort()` is what ends the write.
   */
  commit(manifest: Manifest): Promise<CommitResult>;
  /**
   * Drops everything written since `beginWrite`; the repository is as it was. Never throws: what cannot be deleted now is
   * garbage that the next write replaces. After a commit, and a second time, it does nothing.
   */
  abort(): Promise<void>;
}

export interface CommitResult {
  /** Bytes that this snapshot added to the storage, root and catalogue included. */
  storedBytes: number;
  /** Names of the objects written. */
  objects: string[];
}

export interface RemoveResult {
  removed: string[];
  /** Snapshots of another site, which only that site may remove. */
  kept: string[];
  /** Objects deleted, and their bytes. */
  objects: number;
  bytes: number;
  /** Objects that go once nobody can be reading them any more, the last of them at `until`. */
  waiting: { objects: number; bytes: number; until: string | null };
}

export interface CompactResult extends RemoveResult {
  /** Packs whose living blocks were copied into new ones; they go with what is waiting. */
  rewritten: number;
  copiedBytes: number;
  /** Damaged packs, which are left as they are. */
  problems: Problem[];
}

export interface RotateResult {
  /** The data key that writes from now on. */
  generation: number;
  /** Secrets that open the repository now. */
  secrets: number;
  /** Objects encrypted anew. */
  objects: number;
  bytes: number;
}

export interface VerifySample {
  share: number;
  /** When each pack was last read whole and found good, by its name; ISO 8601. */
  checked: Record<string, string>;
}

export interface VerifyResult {
  objects: number;
  bytes: number;
  problems: Problem[];
  /** Names of the packs that were read whole and are good. */
  packs: string[];
}

export interface BrokenSnapshot {
  entry: SnapshotEntry;
  /** The first thing that it lacks. */
  damage: KeepsakeError;
  /** Its manifest can be read, and so whatever else of it is there. */
  isReadable: boolean;
}

export type SnapshotKind = 'manual' | 'scheduled' | 'safety' | 'version';

/** What the root's catalogue says of a snapshot: enough to list it without reading its manifest. */
export interface SnapshotEntry {
  id: string;
  project: string;
  kind: SnapshotKind;
  state: 'succeeded' | 'partial';
  note: string | null;
  createdAt: string;
  finishedAt: string;
  counts: SnapshotCounts;
}

export interface SnapshotCounts {
  documents: number;
  records: number;
  files: number;
  /** Logical bytes: records and media before compression and deduplication. */
  bytes: number;
}

/** The commit of a snapshot. */
export interface Manifest extends SnapshotEntry {
  format: 1;
  parent: string | null;
  plugin: string;
  strapi: string;
  /** Kind of database it was read from: text that does not parse as JSON is written back only to the same kind. */
  client: 'sqlite' | 'postgres' | 'mysql';
  /** Block of kind `schema`: the read plan's types and components, as JSON. */
  schema: { hash: string; block: BlockId };
  types: ManifestType[];
  /** Entries are files: key `<documentId>/<variant>`, the variant empty for the original. */
  media: TreeRoot;
  /** Projects, members, schedules, templates; no secrets. */
  settings: Record<string, unknown>;
  /** What the project was made of; absent: everything. */
  rules?: ProjectRules;
  /** What is missing from it; not empty is what makes it `partial`. */
  problems: Problem[];
  /** Oddities of the database that lose nothing; of a version also the first files that no backup held. */
  notices: Problem[];
  /** Of a version: how many stored files no backup held when it was made. */
  unheldFiles?: number;
}

export interface ManifestType {
  uid: string;
  part: Part;
  tree: TreeRoot;
  documents: number;
  /** Logical bytes of its records. A version of what was touched has those of the snapshot that it is upon. */
  bytes?: number;
}

export type Part = 'content' | 'media' | 'locales' | 'users' | 'settings';
