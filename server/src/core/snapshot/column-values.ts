import type { Knex } from 'knex';

import type { ColumnPlan, ColumnType, DatabaseClient } from './read-plan';
import { canonicalJson } from './record';
import type { Json } from './record';

/**
 * How the three drivers hand out values, and the one form that records use: dates ISO-8601 in UTC, `biginteger` and
 * `decimal` as strings with every digit, JSON as the value that Strapi's own `JSONField` reads.
 */

/**
 * What to select for a column. Where the driver would round (`biginteger` everywhere, `decimal` outside SQLite) the
 * database casts to text: 9007199254740993 comes out of better-sqlite3 as …992 otherwise.
 */
export function selectExpression(
  db: Knex,
  client: DatabaseClient,
  table: string,
  column: ColumnPlan,
): Knex.Raw {
  const name = `${table}.${column.column}`;
  if (column.type === 'biginteger' && client === 'sqlite') {
    // One beyond 64 bits lies there as a floating number, which a cast would give 15 digits of.
    return db.raw(`case typeof(??) when 'real' then printf('%.0f', ??) else cast(?? as text) end as ??`, [
      name,
      name,
      name,
      column.column,
    ]);
  }
  if (column.type === 'biginteger' || (column.type === 'decimal' && client !== 'sqlite')) {
    const textType = client === 'mysql' ? 'char' : 'text';
    return db.raw(`cast(?? as ${textType}) as ??`, [name, column.column]);
  }
  if (column.type === 'json' || column.type === 'formats') {
    // Drivers and their settings differ in what they parse; text is the same everywhere.
    if (client === 'postgres') return db.raw('??::text as ??', [name, column.column]);
    if (client === 'mysql') return db.raw('cast(?? as char) as ??', [name, column.column]);
  }
  return db.raw('?? as ??', [name, column.column]);
}

/** Canonical JSON text of a column's raw value, or null for a missing one. */
export function readColumn(type: ColumnType, raw: unknown): string | null {
  if (raw === null || raw === undefined) return null;
  if (type === 'text') return JSON.stringify(String(raw));
  const value = columnReaders[type](raw);
  return value === null ? null : canonicalJson(value);
}

const columnReaders: Record<ColumnType, (raw: unknown) => Json> = {
  text: (raw) => String(raw),
  integer: (raw) => Number(raw),
  float: (raw) => Number(raw),
  biginteger: (raw) => String(raw),
  decimal: (raw) => plainDecimal(String(raw)),
  boolean: (raw) => raw === true || raw === 1 || raw === '1' || raw === 'true' || raw === 't',
  datetime: (raw) => isoInstant(raw),
  date: (raw) =>
    raw instanceof Date || typeof raw === 'number' ? isoInstant(raw).slice(0, 10) : String(raw),
  time: (raw) => fullTime(String(raw)),
  json: readJson,
  formats: readJson,
};

/**
 * The value that Strapi's JSONField reads: text is parsed, doubly encoded text twice (Strapi up to 5.0.0-rc.7 stored
 * it so), and text that is no JSON stays the string that it is.
 */
export function readJson(raw: unknown): Json {
  if (typeof raw !== 'string') return raw as Json;
  try {
    const once = JSON.parse(raw) as Json;
    return typeof once === 'string' ? (JSON.parse(once) as Json) : once;
  } catch {
    return raw;
  }
}

/** SQLite keeps instants as milliseconds, rows written by hand as text; the other drivers give a Date. */
function isoInstant(raw: unknown): string {
  const date = raw instanceof Date ? raw : new Date(typeof raw === 'string' ? instantOf(raw) : Number(raw));
  return Number.isNaN(date.getTime()) ? String(raw) : date.toISOString();
}

function instantOf(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function fullTime(text: string): string {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/.exec(text);
  if (!match) return text;
  const [, hour = '0', minute = '00', second = '00', fraction = ''] = match;
  return `${hour.padStart(2, '0')}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}

/** `1.50`, `1.5e0` and `1.5` are one number and become one text. */
export function plainDecimal(text: string): string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const right = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  const integer = left.replace(/^0+(?=\d)/, '') || '0';
  const decimals = right.replace(/0+$/, '');
  const plain = decimals ? `${integer}.${decimals}` : integer;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** A record's value as the driver wants it for this column. */
export function writeColumn(client: DatabaseClient, type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'datetime':
      return writeInstant(client, value);
    case 'boolean':
      return client === 'sqlite' ? Number(value === true) : value === true;
    case 'json':
    case 'formats':
      return writeJson(client, value as Json);
    case 'decimal':
      return client === 'sqlite' ? Number(value) : value;
    default:
      return value;
  }
}

function writeInstant(client: DatabaseClient, value: unknown): unknown {
  const time = Date.parse(String(value));
  // What was no instant when it was read goes back as it was.
  if (Number.isNaN(time)) return value;
  return client === 'sqlite' ? time : new Date(time);
}

/** A string here is text that was no JSON (see readJson): SQLite takes it as it is, the others only as a JSON string. */
function writeJson(client: DatabaseClient, value: Json): unknown {
  if (typeof value !== 'string')
    return client === 'sqlite' && typeof value === 'number' ? value : canonicalJson(value);
  if (client === 'sqlite') return value;
  try {
    JSON.parse(value);
    return value;
  } catch {
    return JSON.stringify(value);
  }
}
