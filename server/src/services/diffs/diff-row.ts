import type { DiffSide, SnapshotDiff, StoredDiff } from '../../../../shared/contracts/diffs';
import type { Problem } from '../../../../shared/contracts/errors';
import type { Snapshot } from '../snapshots/snapshot-service';

/** A row of `keepsake_diffs`: counts and summary. What is in it is bounded by the schema, not by the content. */
export interface DiffRow {
  documentId: string;
  project: string;
  beforeId: string;
  /** Null for the live content. */
  afterId: string | null;
  sides: { before: DiffSide; after: DiffSide };
  same: boolean;
  counts: StoredDiff['counts'];
  documents: number;
  types: StoredDiff['types'];
  schema: StoredDiff['schema'];
  files: StoredDiff['files'];
  fingerprint: string | null;
  problems: Problem[];
  author: string | null;
  seconds: number;
  createdAt: string;
}

const MOST_SCHEMA_CHANGES = 500;

/** A comparison that was made, stored or not. */
export interface ComputedDiff {
  before: Snapshot;
  /** Null for the live content. */
  after: Snapshot | null;
  diff: SnapshotDiff;
  /** Of the live content, see `StoredDiff`. */
  fingerprint: string | null;
  problems: Problem[];
  seconds: number;
}

export function rowOf(computed: ComputedDiff): Omit<DiffRow, 'documentId' | 'author' | 'createdAt'> {
  const { before, after, diff, fingerprint, problems, seconds } = computed;
  return {
    project: before.project,
    beforeId: before.documentId,
    afterId: after?.documentId ?? null,
    sides: { before: sideOf(before), after: sideOf(after) },
    same: diff.same,
    counts: diff.counts,
    documents: diff.documents,
    types: diff.types,
    schema: diff.schema.slice(0, MOST_SCHEMA_CHANGES),
    files: diff.files?.counts ?? null,
    fingerprint,
    problems,
    seconds,
  };
}

export function toStoredDiff(row: DiffRow): StoredDiff {
  return {
    documentId: row.documentId,
    project: row.project,
    before: row.sides.before,
    after: row.sides.after,
    same: row.same,
    counts: row.counts,
    documents: row.documents,
    types: row.types,
    schema: row.schema,
    files: row.files,
    fingerprint: row.fingerprint,
    createdAt: row.createdAt,
    createdBy: row.author,
    seconds: row.seconds,
    problems: row.problems,
  };
}

function sideOf(snapshot: Snapshot | null): DiffSide {
  if (!snapshot)
    return { id: null, kind: null, state: null, number: null, label: null, note: null, createdAt: null };
  const { documentId: id, kind, state, number, label, note, createdAt } = snapshot;
  return { id, kind, state, number, label, note, createdAt };
}
