import type { Knex } from 'knex';

import type { ReadPlan } from '../snapshot/read-plan';
import { slices } from './row-ids';

/** Rows per statement: SQLite takes at most 500 terms in one insert, and each database a limited number of variables. */
const MOST_ROWS = 500;
const MOST_VARIABLES = 30_000;

/** The statements a restore needs, on the transaction it runs in. */
export class Tables {
  constructor(
    readonly trx: Knex.Transaction,
    private readonly plan: ReadPlan,
  ) {}

  on(table: string): Knex.QueryBuilder {
    const name = this.plan.databaseSchema ? `${this.plan.databaseSchema}.${table}` : table;
    return this.trx(name) as unknown as Knex.QueryBuilder;
  }

  /** All rows have the same columns. */
  async insert(table: string, rows: Record<string, unknown>[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {}).length;
    const perStatement = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VARIABLES / Math.max(1, columns))));
    for (const some of slices(rows, perStatement)) await this.on(table).insert(some);
  }

  async update(table: string, id: number, values: Record<string, unknown>): Promise<void> {
    if (Object.keys(values).length > 0) await this.on(table).where('id', id).update(values);
  }

  async deleteWhereIn(
    table: string,
    column: string,
    ids: number[],
    where: Record<string, unknown> = {},
  ): Promise<void> {
    for (const some of slices(ids, 5000)) {
      await this.on(table)
        .where(where)
        .whereRaw(`?? in (${integers(some)})`, [column])
        .delete();
    }
  }

  async updateWhereIn(
    table: string,
    column: string,
    ids: number[],
    where: Record<string, unknown>,
    values: Record<string, unknown>,
  ): Promise<void> {
    for (const some of slices(ids, 5000)) {
      await this.on(table)
        .where(where)
        .whereRaw(`?? in (${integers(some)})`, [column])
        .update(values);
    }
  }

  async selectWhereIn<T>(table: string, columns: string[], column: string, ids: number[]): Promise<T[]> {
    const rows: T[] = [];
    for (const some of slices(ids, 5000)) {
      const found = (await this.on(table)
        .select(columns)
        .whereRaw(`?? in (${integers(some)})`, [column])) as T[];
      for (const row of found) rows.push(row);
    }
    return rows;
  }
}

function integers(ids: number[]): string {
  const safe = ids.filter(Number.isSafeInteger);
  return safe.length > 0 ? safe.join(',') : 'null';
}
