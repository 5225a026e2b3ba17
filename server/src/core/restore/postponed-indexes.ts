import type { TypePlan } from '../snapshot/read-plan';
import type { TypeActions } from './restore-plan';
import type { Tables } from './tables';

/** Below so many new entries there is nothing to win. */
const WORTH_IT = 1000;

/**
 * Indexes of SQLite's join tables that are filled from nearly nothing: taken away before and made again after, which
 * takes three quarters of the time of keeping them in order row by row. Both within the transaction, so a restore that
 * fails, or dies, leaves them as they were.
 *
 * Only tables that are not searched meanwhile: those of types whose entries are all new, and of no one-to-one link,
 * whose target is looked for among the others.
 */
export class PostponedIndexes {
  private constructor(
    private readonly tables: Tables,
    private readonly dropped: DroppedIndex[],
  ) {}

  static async drop(tables: Tables, types: TypeActions[]): Promise<PostponedIndexes> {
    const dropped: DroppedIndex[] = [];
    for (const actions of tables.client === 'sqlite' ? types.filter(isBulk) : []) {
      for (const table of joinTables(actions.type)) {
        const isFew = (await rowsOf(tables, table)) <= actions.create.length;
        if (isFew) dropped.push(...(await dropIndexes(tables, table)));
      }
    }
    return new PostponedIndexes(tables, dropped);
  }

  /** Throws `row_refused` where rows are in each other's way. */
  async create(): Promise<void> {
    for (const { table, sql } of this.dropped) await this.tables.run(table, sql);
  }
}

interface DroppedIndex {
  table: string;
  sql: string;
}

function isBulk({ create, update, share, delete: doomed }: TypeActions): boolean {
  return create.length >= WORTH_IT && update.length + share.length + doomed.length === 0;
}

function joinTables({ componentTable, links }: TypePlan): string[] {
  const tables = links.flatMap((link) => (link.kind === 'table' && !link.exclusive ? [link.table] : []));
  return componentTable ? [componentTable, ...tables] : tables;
}

async function rowsOf(tables: Tables, table: string): Promise<number> {
  const row = (await tables.on(table).count({ n: '*' }).first()) as { n: number };
  return Number(row.n);
}

/** The statements that make them again; those that a table's own definition made have none, and stay. */
async function dropIndexes(tables: Tables, table: string): Promise<DroppedIndex[]> {
  const indexes = (await tables
    .on('sqlite_master')
    .select('name', 'sql')
    .where({ type: 'index', tbl_name: table })
    .whereNotNull('sql')) as { name: string; sql: string }[];
  for (const { name } of indexes) await tables.trx.raw('drop index ??', [name]);
  return indexes.map(({ sql }) => ({ table, sql }));
}
