import { writeColumn } from '../snapshot/column-values';
import type { ColumnPlan, DatabaseClient, ShapePlan } from '../snapshot/read-plan';
import type { Aside, Body, ComponentBody, Json } from '../snapshot/record';
import { fitValue } from './fit-value';
import type { Misfits } from './misfits';

/** Where rows are written to. */
export interface RowTarget {
  client: DatabaseClient;
  misfits: Misfits;
}

/** A row's content, and what to call it. */
export interface RowSource {
  /** Uid of its type or component. */
  uid: string;
  /** Names the entry for people. */
  name: string;
  body: Body | ComponentBody;
  aside?: Aside;
}

/**
 * What goes into the columns of a table's rows. Only fields that both the snapshot's schema and the live one know: a
 * field that is new keeps what it has, a field that is gone is reported by the plan.
 */
export class RowValues {
  /** Of the live table, in the order of `of`'s values. */
  readonly names: string[];
  readonly #columns: ColumnPlan[];

  constructor(
    private readonly target: RowTarget,
    live: ShapePlan,
    snapshot: ShapePlan,
  ) {
    const known = new Set(snapshot.columns.map(({ attribute }) => attribute));
    this.#columns = live.columns.filter(
      ({ attribute, role }) => role !== 'derived' && role !== 'secret' && known.has(attribute),
    );
    this.names = this.#columns.map(({ column }) => column);
  }

  of({ uid, name, body, aside = {} }: RowSource): unknown[] {
    const { client, misfits } = this.target;
    return this.#columns.map((column) => {
      const { attribute, type, role } = column;
      const stored = ((role === 'aside' ? aside.values?.[attribute] : body[attribute]) ?? null) as Json;
      const { value, loss } = fitValue(client, column, type === 'formats' ? withUrls(stored, aside) : stored);
      if (loss) misfits.add(`${uid}.${attribute}`, loss, name);
      return writeColumn(client, type, value);
    });
  }
}

/** A file's formats with the URLs that lay beside the record. */
function withUrls(formats: Json | undefined, aside: Aside): Json {
  if (formats === null || typeof formats !== 'object' || Array.isArray(formats)) return formats ?? null;
  const complete: { [key: string]: Json } = {};
  for (const [name, format] of Object.entries(formats)) {
    const url = aside.formatUrls?.[name];
    const isFormat = format !== null && typeof format === 'object' && !Array.isArray(format);
    complete[name] = isFormat && url !== undefined ? { ...format, url } : format;
  }
  return complete;
}
