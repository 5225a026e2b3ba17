import type { Problem } from '../../../../shared/contracts/errors';
import type { KeepsakeError } from '../errors';
import type { HandedOver } from './handed-over';

/**
 * What the rest of the core sees of a repository: hashes, blocks, trees, and snapshots committed or removed as a whole.
 * Layout, names, encryption and the order of writes are its own affair (docs/format.md).
 */
export interface Repository {
  /** Random id of the repository, 32 hexadecimal digits. */
  readonly id: string;
  /** Counts the roots written; what a database records to notice that its storage went back. */
  readonly generation: number;
  /**
   * Why nothing may be written or deleted: the newest root that can be read is older than the one that the database
   * recorded. What it names can be read, verified and restored. Null where all is well.
   */
  readonly behind: KeepsakeError | null;
  /** Ids of all databases that have written here. */
  readonly writers: string[];
  /** 128-bit HMAC of `content` under the id key, as 22 characters of base64url; domains keep kinds apart. */
  hash(domain: HashDomain, content: string | Buffer): string;
  /** The same for a content that does not fit in memory at once. */
  hasher(domain: HashDomain): { update(chunk: Buffer): void; digest(): string };
  /** Every snapshot that the newest valid root names, oldest first. */
  snapshots(): SnapshotEntry[];
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
  /** For `openHandedOver` in another thread of this process. */
  handOver(): HandedOver;
  /** Looks at the roots again: what another process or thread has committed is known afterwards. */
  refresh(): Promise<void>;
  /** The leaves under each of these top pieces; those stored side by side are read together. */
  readTops(tops: PieceRef[]): Promise<PieceRef[][]>;
  /** The entries of each of these leaves as stored lines, which `decodeEntryLine` parses: a diff needs few of them. */
  readLeafLines(leaves: PieceRef[]): Promise<string[][]>;
  /**
   * Opens the one write under way. Looks at the roots first, so `snapshots()` is up to date after it. Throws
   * `repository_busy` when this process has one already, `repository_foreign`, or `storage_went_back` when the storage is
   * older than what this process has seen.
   */
  beginWrite(options?: { signal?: AbortSignal }): Promise<SnapshotWriter>;
  /**
   * Takes snapshots out of the root, then deletes the objects that nothing references any more; also those that an
   * interrupted removal left. Ids that are not there are ignored. Throws the damage, and removes nothing, when a snapshot
   * that stays cannot be read.
   */
  removeSnapshots(snapshotIds: string[], options?: { signal?: AbortSignal }): Promise<RemoveResult>;
  /** Reads every live object, or those of the given snapshots, to the last byte. Never throws for damage: reports it. */
  verify(options?: {
    snapshotIds?: string[];
    /** Whether a line of a `records` block is what `entry` of the tree of `uid` says; without it, only its place is checked. */
    checkRecord?: (line: string, entry: TreeEntry, uid: string) => boolean;
    signal?: AbortSignal;
    onProgress?: (progress: { done: number; total: number; bytes: number }) => void;
  }): Promise<VerifyResult>;
  /** Bytes and number of live objects. */
  usage(): { objects: number; bytes: number };
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
 * What a manifest keeps of a tree: its top pieces. A top piece lists about 64 leaves, a leaf about 64 entries, so a
 * tree of 200 000 entries has about 50 top pieces. An empty tree has none.
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
   * The bytes are compressed (brotli) unless `compress` is false, then encrypted; they must not change afterwards. A
   * block that fails on its way makes every later call throw.
   */
  addBlock(kind: BlockKind, plain: Buffer, options?: { compress?: boolean }): Promise<BlockId>;
  /**
   * Cuts sorted entries into pieces and stores those that `previous` does not hold already.
   * Throws `tree_unsorted` when keys do not rise strictly.
   */
  addTree(entries: Iterable<TreeEntry>, previous?: TreeRoot): Promise<TreeRoot>;
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
  objects: number;
  bytes: number;
}

export interface VerifyResult {
  objects: number;
  bytes: number;
  problems: Problem[];
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
  /** What is missing from it; not empty is what makes it `partial`. */
  problems: Problem[];
  /** Oddities of the database that lose nothing. */
  notices: Problem[];
}

export interface ManifestType {
  uid: string;
  part: Part;
  tree: TreeRoot;
  documents: number;
}

export type Part = 'content' | 'media' | 'locales' | 'users' | 'settings';
