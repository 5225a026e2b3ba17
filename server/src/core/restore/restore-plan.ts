import type { Problem } from '../../../../shared/contracts/errors';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import type { MediaFile } from '../media/media-store';
import type { Manifest, TreeEntry } from '../repository/repository';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';

/** Everything an apply needs to carry out exactly what was previewed. */
export interface RestoreActions {
  manifest: Manifest;
  /** The read plan that the snapshot was taken with. */
  snapshotPlan: ReadPlan;
  selection: RestoreSelection;
  /** Hash over all rows that were compared: equal fingerprints mean that no content moved in between. */
  fingerprint: string;
  /**
   * `<uid> <documentId in the snapshot>` → documentId live, for entries that are the same by their natural key: until
   * their rows have taken over the snapshot's documentId (never, in mode `skip`), links find them under their own.
   */
  aliases: Map<string, string>;
  types: TypeActions[];
  files: FileAction[];
  problems: Problem[];
  blockers: Problem[];
}

export interface TypeActions {
  uid: string;
  /** As the live site defines it. */
  type: TypePlan;
  create: { entry: TreeEntry }[];
  update: { entry: TreeEntry; rowId: number }[];
  delete: { rowId: number; key: string; label: string }[];
  unchanged: TreeEntry[];
  /** New values for unique fields whose own ones are taken, by entry and attribute. */
  renames: Map<TreeEntry, Record<string, string>>;
}

export type FileAction =
  /** `missing` bytes are written before the commit, `different` ones after it. */
  | { state: 'missing' | 'different'; file: MediaFile; content: NonNullable<TreeEntry['file']> }
  /** Removed after the commit. */
  | { state: 'extra'; file: MediaFile };
