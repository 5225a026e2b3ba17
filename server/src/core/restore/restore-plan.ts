import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { MediaFile } from '../media/media-store';
import type { Manifest, TreeEntry } from '../repository/repository';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import type { Body, Link } from '../snapshot/record';
import type { SeenRow } from './moved-entries';

/** Everything an apply needs to carry out exactly what was previewed. */
export interface RestoreActions {
  manifest: Manifest;
  /** The read plan that the snapshot was taken with. */
  snapshotPlan: ReadPlan;
  /** What was chosen, and what was added to it. */
  selection: RestoreSelection;
  /** The snapshot's selected entries by uid. */
  entries: ReadonlyMap<string, readonly TreeEntry[]>;
  /** Parts that nobody asked for and that an empty site gets all the same. */
  added: ('users' | 'settings')[];
  /** Hash over all rows that were compared: equal fingerprints mean that no content moved in between. */
  fingerprint: string;
  /**
   * `<uid> <documentId in the snapshot>` → documentId live, for entries that are the same by their natural key: until
   * their rows have taken over the snapshot's documentId (never, in mode `skip`), links find them under their own.
   */
  aliases: Map<string, string>;
  /** The rows that were compared. */
  seen: readonly SeenRow[];
  types: TypeActions[];
  /** Links of rows that are otherwise left alone, to entries that come back. */
  attach: LinksToAttach[];
  files: FileAction[];
  problems: Problem[];
  blockers: Problem[];
}

export interface TypeActions {
  uid: string;
  /** As the live site defines it. */
  type: TypePlan;
  /** The part of `type` that is written to rows that exist. */
  written: TypePlan;
  create: { entry: TreeEntry }[];
  update: { entry: TreeEntry; rowId: number }[];
  /**
   * Live rows in locales that the restore does not bring: they take over what all locales of a document share (the
   * attributes of `shared`) from `entry`.
   */
  share: { entry: TreeEntry; rowId: number; key: string; label: string }[];
  shared: TypePlan;
  delete: { rowId: number; key: string; label: string }[];
  unchanged: TreeEntry[];
  /**
   * Values that take the place of the snapshot's, by entry: of unique fields whose own ones are taken, and of fields
   * that all locales of a document share, where the live ones stay as they are.
   */
  overrides: Map<TreeEntry, Body>;
}

export interface LinksToAttach {
  uid: string;
  /** Of the row that holds the links. */
  key: string;
  rowId: number;
  label: string;
  attribute: string;
  links: Link[];
}

export type FileAction =
  /** `missing` bytes are written before the commit, `different` ones after it. */
  | { state: 'missing' | 'different'; file: MediaFile; content: NonNullable<TreeEntry['file']> }
  /** Removed after the commit. */
  | { state: 'extra'; file: MediaFile };
