import type { Part } from '../repository/repository';

/**
 * Everything the reader and the restore have to know of a site's schema, as plain data: it crosses to a worker
 * thread, is stored in every snapshot, and lets core work without Strapi. Names of tables and columns are the
 * database's own (already shortened by Strapi), names of attributes Strapi's.
 */
export interface ReadPlan {
  client: DatabaseClient;
  /** Postgres schema when one is configured. */
  databaseSchema: string | null;
  types: TypePlan[];
  components: Record<string, ComponentPlan>;
  /** Every type that a link may point at, backed up or not: how its rows become keys. */
  targets: Record<string, TargetPlan>;
}

export type DatabaseClient = 'sqlite' | 'postgres' | 'mysql';

/** The columns, components and links of one table, be it a content type's or a component's. */
export interface ShapePlan {
  table: string;
  columns: ColumnPlan[];
  components: ComponentFieldPlan[];
  /** Where the rows of `components` hang; null for a shape without any. */
  componentTable: string | null;
  links: LinkPlan[];
}

export interface TypePlan extends ShapePlan {
  uid: string;
  part: Part;
  displayName: string;
  singleType: boolean;
  /** How a row becomes a key. */
  key: KeyPlan;
  /** Column shown to people, null when there is none. */
  labelColumn: string | null;
  /** Has `created_by_id` and `updated_by_id`. */
  tracksAuthors: boolean;
  /** Attributes that say the same in all locales of a document. Absent: none, or a snapshot from before they were noted. */
  sharedAttributes?: string[];
  /** Only rows whose column starts with one of these are read (core store). */
  only: { column: string; prefixes: string[] } | null;
  /** Of a project with rules: which rows are in it. Absent: all. */
  scope?: RowCondition;
  /** Of the media library, where a project has but the files that it shows: those which others show as well. */
  shared?: RowCondition;
}

/** A query for row ids, as text with `?` for each value. Its text is of one kind of database. */
export interface RowCondition {
  sql: string;
  bindings: Binding[];
  /** All rows but these. */
  isOutside?: true;
}

export type Binding = string | number | boolean | Date | null;

export type KeyPlan =
  | { kind: 'document'; draftAndPublish: boolean }
  /** Tables without documents (core store, webhooks): these columns together name a row. */
  | { kind: 'columns'; columns: string[] };

export type ComponentPlan = ShapePlan;

export interface TargetPlan {
  table: string;
  draftAndPublish: boolean;
}

export interface ColumnPlan {
  attribute: string;
  column: string;
  type: ColumnType;
  /** The attribute's type as Strapi's schema names it, for a diff; absent in the first snapshots. */
  attributeType?: string;
  /**
   * `record`: hashed and restored. `aside`: kept beside the record, restored, never compared (a file's URL).
   * `derived`: computed anew by the restore (a folder's path). `secret`: not read at all (a reset token).
   */
  role: 'record' | 'aside' | 'derived' | 'secret';
  /** Strapi lets no two documents of one locale and status share a value. */
  unique?: boolean;
  /** Most characters, where Postgres and MySQL have a limit. */
  length?: number;
  /** Of a decimal, where Postgres and MySQL have limits: digits in all, and digits after the point. */
  digits?: [number, number];
}

export type ColumnType =
  | 'text'
  | 'integer'
  | 'biginteger'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'datetime'
  | 'date'
  | 'time'
  | 'json'
  /** A file's `formats`: JSON whose URLs lie beside the record. */
  | 'formats';

export interface ComponentFieldPlan {
  attribute: string;
  kind: 'single' | 'repeatable' | 'zone';
  /** Uids that may stand here. */
  components: string[];
}

/**
 * A link is planned on the side that owns it, and nowhere else:
 * - `table`: a row of a join table, both order columns kept;
 * - `column`: a foreign key in the row itself;
 * - `morphColumn`: the same with the target's type in a second column;
 * - `morphTable`: a polymorphic join table owned by this side; rows that another type claims through a
 *   `morphBy` attribute (`claimed`) belong to that type;
 * - `morphBy`: such a claim, which is how media fields work.
 */
export type LinkPlan =
  | {
      kind: 'table';
      attribute: string;
      table: string;
      source: string;
      target: string;
      targetUid: string;
      order: string | null;
      inverseOrder: string | null;
      /** An owner has one target at most. */
      single?: true;
      /** One to one, seen from both sides: a target has one owner at most, and a new one takes it from the old. */
      exclusive?: true;
    }
  | { kind: 'column'; attribute: string; column: string; targetUid: string; exclusive?: true }
  | { kind: 'morphColumn'; attribute: string; idColumn: string; typeColumn: string }
  | {
      kind: 'morphTable';
      attribute: string;
      table: string;
      source: string;
      idColumn: string;
      typeColumn: string;
      claimed: { uid: string; field: string }[];
    }
  | {
      kind: 'morphBy';
      attribute: string;
      table: string;
      /** Column that names the linked row (`file_id`). */
      target: string;
      targetUid: string;
      idColumn: string;
      typeColumn: string;
      /** An owner has one target at most. */
      single?: true;
      /** Uid of the type or component that holds the attribute, as the type column spells it. */
      typeValue: string;
    };

/** Column names that Strapi gives every polymorphic and every component join table. */
export const MORPH_FIELD = 'field';
export const MORPH_ORDER = 'order';
export const COMPONENT_COLUMNS = {
  entity: 'entity_id',
  component: 'cmp_id',
  type: 'component_type',
  field: 'field',
  order: 'order',
} as const;
