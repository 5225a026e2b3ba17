'use strict';

const ROWS = 500;

/**
 * Writes rows as statements of literal values, many rows each: bound values would cost more time than the insert.
 * For generated text without quotes and backslashes only.
 */
function createWriter(trx, client) {
  const quote = (name) => (client === 'mysql' ? `\`${name}\`` : `"${name}"`);
  const tables = new Set();

  function literal(value) {
    if (value === null) return 'null';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'boolean') return client === 'postgres' ? String(value) : String(Number(value));
    if (typeof value === 'object') return instant(value.date);
    if (/['\\]/.test(value)) throw new Error('The generated text would have to be escaped.');
    return `'${value}'`;
  }

  /** SQLite keeps milliseconds, as Strapi writes them; the others take text in UTC. */
  function instant(date) {
    if (client === 'sqlite') return String(date);
    return `'${new Date(date).toISOString().replace('T', ' ').replace('Z', '')}'`;
  }

  async function insert(table, rows) {
    tables.add(table);
    for (let start = 0; start < rows.length; start += ROWS) {
      const some = rows.slice(start, start + ROWS);
      const columns = Object.keys(some[0]).map(quote).join(',');
      const values = some.map((row) => `(${Object.values(row).map(literal).join(',')})`).join(',');
      await trx.raw(`insert into ${quote(table)} (${columns}) values ${values}`);
    }
  }

  return {
    /** Rows by table; all rows of a table have the same columns in the same order. */
    async write(rowsByTable) {
      for (const [table, rows] of Object.entries(rowsByTable)) if (rows.length > 0) await insert(table, rows);
    },
    /** Postgres does not count the ids that were given. */
    async finish() {
      if (client !== 'postgres') return;
      for (const table of tables) {
        await trx.raw(
          `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from "${table}"))`,
        );
      }
    },
  };
}

module.exports = { createWriter };
