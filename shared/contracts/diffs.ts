import type { BackupState, SnapshotKind } from './backups';
import type { Problem } from './errors';

/**
 * A diff says what changed between two snapshots, or a snapshot and the live content; a record diff says it field by
 * field. Everything here is data: texts are to be shown as text, never rendered as HTML.
 */
export type DiffKind = 'added' | 'removed' | 'changed';

/** Records: one per locale and status of a document. */
export interface DiffCounts {
  added: number;
  removed: number;
  changed: number;
  unchanged: number;
}

export interface DiffItem {
  kind: DiffKind;
  uid: string;
  documentId: string;
  locale: string | null;
  status: 'draft' | 'published' | null;
  /** Tells apart rows that share all three, which only a damaged database has. */
  copy: number;
  /** The entry's main field, for people. */
  label: string;
}

export interface DiffType {
  uid: string;
  displayName: string;
  /** The only side that has this content type, or `both`. */
  on: 'both' | 'before' | 'after';
  counts: DiffCounts;
  /** Distinct documents that were added, removed or changed. */
  documents: number;
  /** Stands for all live records of the type: another one says that content moved. Null between two snapshots. */
  fingerprint: string | null;
}

export interface DiffFile {
  kind: DiffKind;
  documentId: string;
  /** Name of the format, empty for the original. */
  variant: string;
  name: string;
  /** Null on the side that lacks it. */
  bytes: { before: number | null; after: number | null };
}

export interface SchemaChange {
  kind: DiffKind;
  /** Uid of the content type or component. */
  uid: string;
  /** Null when the content type or component itself came or went. */
  field: string | null;
  /** What it was and is, for example `richtext` or `repeatable component shared.section`. */
  before: string | null;
  after: string | null;
}

export interface SnapshotDiff {
  /** Snapshot ids; `after` is null for the live content. */
  before: string;
  after: string | null;
  /** True when both hold the same. */
  same: boolean;
  counts: DiffCounts;
  documents: number;
  /** Of both sides, sorted by uid; those without a difference too. */
  types: DiffType[];
  /** The first ones, in the order of `types`; `truncated` says that there are more. */
  items: DiffItem[];
  schema: SchemaChange[];
  /** Stored files; null when compared with the live content, whose bytes are not read for a diff. */
  files: { counts: DiffCounts; items: DiffFile[] } | null;
  truncated: boolean;
}

export interface RecordDiff {
  /** Only fields that differ. */
  fields: FieldDiff[];
}

export type FieldDiff =
  ValueDiff | TextDiff | JsonDiff | BlocksDiff | ComponentDiff | ComponentsDiff | LinksDiff;

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A number, date, choice or boolean; any field that came or went; a field whose type changed. */
export interface ValueDiff {
  field: string;
  kind: 'value';
  /** Attribute type as Strapi's schema names it; `unknown` when no schema has the field. */
  type: string;
  before: JsonValue;
  after: JsonValue;
  /** A password, or what who asks may not see: it changed, and its values are left out. */
  hidden?: true;
}

/** Text by words. `same` and `removed` make the old text, `same` and `added` the new one. */
export interface TextDiff {
  field: string;
  kind: 'text';
  type: string;
  parts: TextPart[];
}

export interface TextPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

export interface JsonDiff {
  field: string;
  kind: 'json';
  change: JsonChange;
}

export type JsonChange =
  | { kind: 'value'; before: JsonValue; after: JsonValue }
  | { kind: 'text'; parts: TextPart[] }
  | { kind: 'object'; keys: JsonKeyChange[] }
  | { kind: 'list'; list: ListDiff<JsonValue, JsonChange> };

export type JsonKeyChange =
  | { key: string; kind: 'added'; value: JsonValue }
  | { key: string; kind: 'removed'; value: JsonValue }
  | { key: string; kind: 'changed'; change: JsonChange };

/**
 * What happened to the items of a list. Items that are not named kept their order; `from` is a place in the old list,
 * `to` in the new one. In the order of the new list, what was removed standing where it was.
 */
export interface ListDiff<Value, Change> {
  /** Numbers of items. */
  before: number;
  after: number;
  items: ListItemDiff<Value, Change>[];
}

export type ListItemDiff<Value, Change> =
  | { kind: 'added'; to: number; label: string; value: Value }
  | { kind: 'removed'; from: number; label: string; value: Value }
  /** `change` is null when it only moved. */
  | { kind: 'moved'; from: number; to: number; label: string; change: Change | null }
  | { kind: 'changed'; from: number; to: number; label: string; change: Change };

/** The field of Strapi's blocks editor: paragraphs, headings, lists, quotes, code, pictures. */
export interface BlocksDiff {
  field: string;
  kind: 'blocks';
  list: ListDiff<JsonValue, BlockChange>;
}

export interface BlockChange {
  /** Type of the block, before and after. */
  type: { before: string; after: string };
  /** Its text by words; empty when only marks, links or other properties changed. */
  text: TextPart[];
  /** The whole change, exactly. */
  change: JsonChange;
}

/** A single component. */
export interface ComponentDiff {
  field: string;
  kind: 'component';
  component: string;
  change:
    | { kind: 'added' | 'removed'; value: { [attribute: string]: JsonValue } }
    | { kind: 'changed'; fields: FieldDiff[] };
}

/** A repeatable component or a dynamic zone. */
export interface ComponentsDiff {
  field: string;
  kind: 'components';
  zone: boolean;
  list: ListDiff<ComponentItem, ComponentChange>;
}

export interface ComponentItem {
  /** Uid of the component. */
  component: string;
  value: { [attribute: string]: JsonValue };
}

export interface ComponentChange {
  component: string;
  fields: FieldDiff[];
}

/** A relation or media field that the record owns. */
export interface LinksDiff {
  field: string;
  kind: 'links';
  media: boolean;
  /** Empty when only `numbers` changed: the order of this record among those that link to the same target. */
  items: LinkItemDiff[];
  before: number;
  after: number;
  /** Strapi's own order numbers of the new list, [among the targets, among the owners]. */
  numbers: [number | null, number | null][];
}

export interface LinkItemDiff {
  kind: 'added' | 'removed' | 'moved';
  /** Null for an added one. */
  from: number | null;
  /** Null for a removed one. */
  to: number | null;
  target: LinkTarget;
  /** Null when the target is not known (any more). */
  label: string | null;
}

export interface LinkTarget {
  uid: string;
  documentId: string;
  locale: string | null;
  status: 'draft' | 'published' | null;
  /** Field named in a polymorphic row that no type claims. */
  field: string | null;
}

/** One side of a stored diff. */
export interface DiffSide {
  /** documentId of the backup or version; null for the live content. */
  id: string | null;
  kind: SnapshotKind | null;
  state: BackupState | null;
  /** Of a version; absent in diffs that were stored before there were any. */
  number?: number | null;
  label?: string | null;
  note: string | null;
  createdAt: string | null;
}

/** A comparison that was made and kept: counts and summary. Its details are computed when they are asked for. */
export interface StoredDiff {
  documentId: string;
  project: string;
  before: DiffSide;
  /** Its id is null for the live content. */
  after: DiffSide;
  same: boolean;
  counts: DiffCounts;
  documents: number;
  types: DiffType[];
  /** The first 500. */
  schema: SchemaChange[];
  files: DiffCounts | null;
  /**
   * Of the live content as it was compared; null between two snapshots. Given back with an apply, which refuses when
   * content moved in between.
   */
  fingerprint: string | null;
  createdAt: string;
  /** Who made it. */
  createdBy: string | null;
  seconds: number;
  /** What keeps the comparison from being complete: a side that is partial. */
  problems: Problem[];
}

/** One document that differs, with those of its records that do. */
export interface DiffEntry {
  uid: string;
  documentId: string;
  label: string;
  records: DiffRecord[];
}

export interface DiffRecord extends Pick<DiffItem, 'kind' | 'locale' | 'status' | 'copy'> {
  /** Nothing of it changed but the order numbers that Strapi gives its links anew when a neighbour comes or goes. */
  placeOnly?: true;
}

export interface UnchangedField {
  field: string;
  type: string;
  value: JsonValue;
}

/** One record, field by field. */
export interface EntryDiff extends DiffItem {
  fields: FieldDiff[];
  /** What is equal on both sides, for who wants to see the whole. */
  unchanged: UnchangedField[];
  /** Live content of this content type moved since the diff was made; this answer is of now. */
  moved: boolean;
}

/** A relation field of the side that owns no links: derived from what changed in the records that do. Part of no hash. */
export interface DerivedDiff {
  field: string;
  kind: 'derived';
  /** The content type and field that hold the links. */
  ownedBy: { uid: string; field: string };
  /** Null where too many owners changed to look at each. */
  items: DerivedItem[] | null;
}

export interface DerivedItem {
  kind: 'added' | 'removed' | 'moved';
  owner: Omit<LinkTarget, 'field'>;
  label: string | null;
}

/** A diff as a file: its counts, and every entry that one may see, field by field. */
export interface DiffFileContent {
  /** Without an id where it was made for the file alone. */
  diff: Omit<StoredDiff, 'documentId'> & { documentId: string | null };
  entries: DiffFileEntry[];
  /** Content types whose entries one may not see. */
  notShown: string[];
}

export interface DiffFileEntry extends Omit<DiffEntry, 'records'> {
  records: (DiffRecord & { fields: FieldDiff[] })[];
}

/** `GET /keepsake/diffs?page=1&pageSize=10` newest first */
export interface ListDiffs {
  request: { page?: number; pageSize?: number };
  response: { data: StoredDiff[]; meta: { pagination: Pagination } };
}

/** `POST /keepsake/diffs`: from one backup to a later one, or to `live`. Two backups are compared once, then answered from what was kept. */
export interface CreateDiff {
  request: { data: { before: string; after: string; project?: string } };
  response: { data: StoredDiff };
}

/** `GET /keepsake/diffs/:id` */
export interface GetDiff {
  response: { data: StoredDiff };
}

/** `GET /keepsake/diffs/:id/entries?contentType=…` in key order */
export interface ListDiffEntries {
  request: {
    contentType: string;
    kind?: DiffKind;
    locale?: string;
    status?: 'draft' | 'published';
    /** Part of a label or of a documentId. */
    search?: string;
    page?: number;
    pageSize?: number;
  };
  response: { data: DiffEntry[]; meta: { pagination: Pagination; moved: boolean } };
}

/** `GET /keepsake/diffs/:id/entry?contentType=…&documentId=…&locale=…&status=…` */
export interface GetDiffEntry {
  request: {
    contentType: string;
    documentId: string;
    locale?: string;
    status?: 'draft' | 'published';
    copy?: number;
  };
  response: { data: EntryDiff };
}

/** `GET /keepsake/diffs/:id/inverse?contentType=…&documentId=…&locale=…&status=…`: only fields in which something changed. */
export interface GetDiffInverse {
  request: GetDiffEntry['request'];
  response: { data: DerivedDiff[] };
}

/** `POST /keepsake/diffs/:id/ticket`: an address from which a browser can download the diff as a file, see `CreateTicket`. */
export interface CreateDiffTicket {
  response: { data: { url: string; expiresAt: string } };
}

interface Pagination {
  page: number;
  pageSize: number;
  pageCount: number;
  total: number;
}
