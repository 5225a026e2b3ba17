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
  /** A password: it changed, and its values are left out. */
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
