/** What is used of better-sqlite3's own connection. */
interface NativeConnection {
  prepare(sql: string): NativeStatement;
}

interface NativeStatement {
  /** Whether it gives rows. */
  reader: boolean;
  columns(): { name: string }[];
  raw(toggle: boolean): NativeStatement;
  all(...bindings: unknown[]): unknown[];
}

/**
 * Has a connection's statements give rows as objects that are made here of lists, and not by the driver, which sets
 * each value by its name from outside: a third less processor time for 40 000 rows with their parts.
 */
export function makeRowsHere(connection: NativeConnection): void {
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (sql) => {
    const statement = prepare(sql);
    if (!statement.reader) return statement;
    const names = statement.columns().map(({ name }) => name);
    const all = statement.raw(true).all.bind(statement);
    statement.all = (...bindings) => all(...bindings).map((row) => toObject(names, row as unknown[]));
    return statement;
  };
}

function toObject(names: string[], values: unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) row[names[index]!] = values[index];
  return row;
}
