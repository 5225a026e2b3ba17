import type { Knex } from 'knex';

import type { DatabaseClient } from '../snapshot/read-plan';

/**
 * Row ids for new rows, drawn before the rows are written: so many rows go in with one statement, and links can be
 * written without asking the database which id it gave. Each database's own counter never hands one out again.
 */
export class RowIds {
  readonly #next = new Map<string, number>();

  constructor(
    private readonly trx: Knex.Transaction,
    private readonly client: DatabaseClient,
    private readonly databaseSchema: string | null,
  ) {}

  /** `count` ids that no row of the table has. */
  async draw(table: string, count: number): Promise<number[]> {
    if (count === 0) return [];
    if (this.client === 'postgres') return this.#drawFromSequence(table, count);
    const first = this.#next.get(table) ?? (await this.#firstFree(table));
    this.#next.set(table, first + count);
    return Array.from({ length: count }, (_, index) => first + index);
  }

  /** Which of `wanted` are free; those are kept, and no id drawn later will be one of them. */
  async keep(table: string, wanted: number[]): Promise<Set<number>> {
    const free = new Set(wanted.filter((id) => Number.isSafeInteger(id) && id > 0));
    for (const ids of slices([...free], 5000)) {
      const rows = (await this.#table(table)
        .select('id')
        .whereRaw(`id in (${ids.join(',')})`)) as { id: number }[];
      for (const { id } of rows) free.delete(Number(id));
    }
    // Not Math.max(...free): a type may have more rows than a call may have arguments.
    let highest = 0;
    for (const id of free) highest = Math.max(highest, id);
    if (this.client !== 'postgres') {
      const first = this.#next.get(table) ?? (await this.#firstFree(table));
      this.#next.set(table, Math.max(first, highest + 1));
    } else if (highest > 0) {
      await this.#raiseSequence(table, highest);
    }
    return free;
  }

  /** Never lowers it: an id that was given once is not given again. */
  async #raiseSequence(table: string, highest: number): Promise<void> {
    const sequence = 'pg_get_serial_sequence(?, ?)::regclass';
    await this.trx.raw(`select setval(${sequence}, greatest(?, pg_sequence_last_value(${sequence})))`, [
      this.#quoted(table),
      'id',
      highest,
      this.#quoted(table),
      'id',
    ]);
  }

  #table(table: string): Knex.QueryBuilder {
    return this.trx(this.#qualified(table)) as unknown as Knex.QueryBuilder;
  }

  #qualified(table: string): string {
    return this.databaseSchema ? `${this.databaseSchema}.${table}` : table;
  }

  /** As SQL text spells it, which is how `pg_get_serial_sequence` reads its argument. */
  #quoted(table: string): string {
    return this.trx.raw('??', [this.#qualified(table)]).toString();
  }

  /** Above every row there is and every row there was: what hung on a deleted row must not hang on a new one. */
  async #firstFree(table: string): Promise<number> {
    const row = (await this.#table(table).max({ id: 'id' }).first()) as { id: number | null } | undefined;
    const highest = Number(row?.id ?? 0);
    const next =
      this.client === 'sqlite' ? await this.#sqliteCounter(table) : await this.#mysqlCounter(table);
    return Math.max(highest + 1, next);
  }

  async #sqliteCounter(table: string): Promise<number> {
    const counter = (await this.trx('sqlite_sequence').select('seq').where('name', table).first()) as
      { seq: number } | undefined;
    return Number(counter?.seq ?? 0) + 1;
  }

  async #mysqlCounter(table: string): Promise<number> {
    // MySQL 8 answers from a cache of a day's age unless told not to; MariaDB has neither the cache nor the setting.
    await this.trx.raw('set session information_schema_stats_expiry = 0').catch(() => undefined);
    const counter = (await this.trx('information_schema.tables')
      .select({ next: 'auto_increment' })
      .where({ table_name: table })
      .whereRaw('table_schema = database()')
      .first()) as { next: number | string | null } | undefined;
    return Number(counter?.next ?? 1);
  }

  async #drawFromSequence(table: string, count: number): Promise<number[]> {
    const answer = (await this.trx.raw(
      'select nextval(pg_get_serial_sequence(?, ?)) as id from generate_series(1, ?)',
      [this.#quoted(table), 'id', count],
    )) as { rows: { id: string }[] };
    return answer.rows.map(({ id }) => Number(id));
  }
}

/** `list` in pieces of at most `size`. */
export function slices<T>(list: T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < list.length; start += size) pieces.push(list.slice(start, start + size));
  return pieces;
}
