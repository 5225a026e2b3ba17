import { plainDecimal } from '../snapshot/column-values';
import type { ColumnPlan, DatabaseClient } from '../snapshot/read-plan';
import type { Json } from '../snapshot/record';

/** A value as a column can take it, and what the column could not take of it. */
export interface Fitted {
  value: Json;
  loss: string | null;
}

const INT32 = 2n ** 31n;
const INT64 = 2n ** 63n;

/**
 * SQLite takes any value into any column, the others refuse what is too long, too large or no date: one such value,
 * restored from SQLite, would refuse the whole restore. Here it is made to fit, and what it loses is told.
 */
export function fitValue(client: DatabaseClient, column: ColumnPlan, value: Json): Fitted {
  if (value === null) return { value, loss: null };
  if (client === 'sqlite') return column.type === 'decimal' ? fitFloat(value) : { value, loss: null };
  switch (column.type) {
    case 'text':
      return fitText(client, column.length, String(value));
    case 'integer':
      return fitInteger(value, INT32);
    case 'biginteger':
      return fitInteger(value, INT64);
    case 'decimal':
      return column.digits ? fitDecimal(String(value), column.digits) : { value, loss: null };
    case 'datetime':
      return fitPattern(value, isInstant(client, String(value)), 'no point in time that the database knows');
    case 'date':
      return fitPattern(value, /^\d{4}-\d\d-\d\d$/.test(String(value)), 'no date');
    case 'time':
      return fitPattern(value, /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/.test(String(value)), 'no time');
    case 'json':
    case 'formats':
      return fitJson(client, value);
    case 'float':
    case 'boolean':
      return { value, loss: null };
  }
}

/** SQLite keeps decimals as floating numbers of some 15 digits. */
function fitFloat(value: Json): Fitted {
  const kept = plainDecimal(String(Number(value)));
  return { value, loss: kept === value ? null : 'rounded: this database keeps about 15 digits' };
}

function fitText(client: DatabaseClient, length: number | undefined, text: string): Fitted {
  const writable = client === 'postgres' ? text.replaceAll('\0', '') : text;
  // In characters, not in UTF-16 units, as the databases count.
  const characters = length !== undefined && writable.length > length ? [...writable] : null;
  if (characters && characters.length > length!) {
    return { value: characters.slice(0, length).join(''), loss: `cut after ${length} characters` };
  }
  return { value: writable, loss: writable === text ? null : 'left without its NUL characters' };
}

function fitInteger(value: Json, limit: bigint): Fitted {
  const text = plainDecimal(String(value));
  const number = /^-?\d+$/.test(text) ? BigInt(text) : null;
  if (number !== null && number < limit && number >= -limit) return { value, loss: null };
  return { value: null, loss: 'left empty: the number does not fit into the column' };
}

function fitDecimal(text: string, [precision, scale]: [number, number]): Fitted {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return { value: null, loss: 'left empty: it is no decimal number' };
  const [, whole = '', fraction = ''] = match;
  if (whole.replace(/^0+/, '').length > precision - scale) {
    return { value: null, loss: 'left empty: the number does not fit into the column' };
  }
  return { value: text, loss: fraction.length > scale ? `rounded to ${scale} decimals` : null };
}

function isInstant(client: DatabaseClient, text: string): boolean {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return false;
  // In local time, which is what the driver writes. MySQL ends with the year 9999.
  return client !== 'mysql' || (date.getFullYear() > 0 && date.getFullYear() < 10_000);
}

function fitPattern(value: Json, fits: boolean, what: string): Fitted {
  return fits ? { value, loss: null } : { value: null, loss: `left empty: it is ${what}` };
}

function fitJson(client: DatabaseClient, value: Json): Fitted {
  if (typeof value === 'string' && !isJson(value)) {
    return { value, loss: 'stored as JSON text in quotes, since this database takes nothing else for JSON' };
  }
  // Looked for in the text of the whole: the character is rare, and the values may be large.
  if (client !== 'postgres' || !JSON.stringify(value).includes('\\u0000')) return { value, loss: null };
  return { value: withoutNul(value), loss: 'left without its NUL characters' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function withoutNul(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(withoutNul);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.replaceAll('\0', ''), withoutNul(member)]),
  );
}
