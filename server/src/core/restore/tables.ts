import type { Knex } from 'knex';

import { KeepsakeError } from '../errors';
import type { DatabaseClient, ReadPlan } from '../snapshot/read-plan';
import { slices } from './row-ids';
import { SqliteStatements } from './sqlite-statements';

/** Rows per statement; beyond some hundred a longer one gains nothing, and each database takes so many variables only. */
const MOST_ROWS = 500;
const MOST_VARIABLES = 30_000;

/** The statements a restore needs, on the transaction it runs in. */
export class Tables {
  readonly #statements = new Map<string, string>();

  private constructor(
    readonly trx: Knex.Transaction,
    private readonly plan: ReadPlan,
    private readonly sqlite: SqliteStatements | null,
  ) {}

  /** To be closed again before the transaction ends. */
  static async open(trx: Knex.Transaction, plan: ReadPlan): Promise<Tables> {
    return new Tables(trx, plan, plan.client === 'sqlite' ? await SqliteStatements.open(trx) : null);
  }

  close(): void {
    this.sqlite?.close();
  }

  get client(): DatabaseClient {
    return this.plan.client;
  }

  on(table: string): Knex.QueryBuilder {
    return this.trx(this.#qualified(table)) as unknown as Knex.QueryBuilder;
  }

  /** Each row has a value for each of the columns. */
  async insert(table: string, columns: string[], rows: unknown[][]): Promise<void> {
    if (rows.length === 0) return;
    const { sqlite } = this;
    if (sqlite) return this.#write(table, async () => sqlite.insert(table, columns, rows));
    const perStatement = Math.min(MOST_ROWS, Math.floor(MOST_VARIABLES / Math.max(1, columns.length)));
    for (const some of slices(rows, Math.max(1, perStatement))) {
      const values = some.flat().map((value) => value ?? null);
      const statement = this.#insertStatement(table, columns, some.length);
      await this.#write(table, () => this.trx.raw(statement, values as Knex.RawBinding[]));
    }
  }

  #insertStatement(table: string, columns: string[], rows: number): string {
    const key = `${table} ${columns.join(' ')} ${rows}`;
    const known = this.#statements.get(key);
    if (known) return known;
    const names = columns.map((column) => this.#quoted(column)).join(', ');
    const row = `(${columns.map(() => '?').join(', ')})`;
    const statement = `insert into ${this.#quoted(this.#qualified(table))} (${names}) values ${Array(rows).fill(row).join(', ')}`;
    this.#statements.set(key, statement);
    return statement;
  }

  /** An identifier as this database writes it. */
  #quoted(name: string): string {
    return this.trx.raw('??', [name]).toQuery();
  }

  #qualified(table: string): string {
    return this.plan.databaseSchema ? `${this.plan.databaseSchema}.${table}` : table;
  }

  async update(table: string, id: number, values: Record<string, unknown>): Promise<void> {
    if (Object.keys(values).length === 0) return;
    const { sqlite } = this;
    await this.#write(table, async () => {
      if (sqlite) sqlite.update(table, id, values);
      else await this.on(table).where('id', id).update(values);
    });
  }

  /** A statement that the rows of the table can make fail. */
  async run(table: string, sql: string): Promise<void> {
    await this.#write(table, () => this.trx.raw(sql));
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

  /** Knex puts the whole statement, values included, into its errors: content and password hashes, bound for a log. */
  async #write(table: string, query: () => PromiseLike<unknown>): Promise<void> {
    try {
      await query();
    } catch (error) {
      const { message, sqlMessage } = error as Error & { sqlMessage?: string };
      const reason = sqlMessage ?? message.split(' - ').at(-1);
      throw new KeepsakeError('row_refused', `The database refused rows for its table ${table}: ${reason}.`, {
        hint: 'Nothing was restored. Leave this content type out, or change the entry and make another backup.',
        item: table,
      });
    }
  }
}

function integers(ids: number[]): string {
  const safe = ids.filter(Number.isSafeInteger);
  return safe.length > 0 ? safe.join(',') : 'null';
}
