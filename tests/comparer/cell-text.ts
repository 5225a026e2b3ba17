import type { ColumnKind } from './catalog';
import type { SqlClient } from './site-image';

/**
 * One text per value, the same for the same value in SQLite, Postgres and MySQL, and different for different ones:
 * numbers, booleans, dates and JSON stand bare, text stands in quotes, nothing is `null`.
 *
 * Text where another type belongs (SQLite lets any value into any column) stays in quotes and so differs from the
 * proper value. Times of Postgres and MySQL carry no zone and are taken as UTC.
 */
export function cellText(value: unknown, kind: ColumnKind, client: SqlClient): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return numberText(value, kind);
  if (typeof value === 'boolean') return String(value);
  if (Buffer.isBuffer(value)) return `binary ${value.toString('hex')}`;
  if (typeof value === 'string') return client === 'sqlite' ? looseText(value, kind) : typedText(value, kind);
  throw new Error(`A cell holds a ${typeof value}, which no SQL driver was expected to return.`);
}

/** JSON with its keys sorted, so that two writings of one value are one text. */
export function jsonText(source: string): string {
  try {
    return canonicalJson(JSON.parse(source));
  } catch {
    // SQLite stores a bare string so; it must come back as it was, which is not the same as a quoted one.
    return `unparsed ${JSON.stringify(source)}`;
  }
}

function numberText(value: number, kind: ColumnKind): string {
  if (kind === 'boolean' && (value === 0 || value === 1)) return String(value === 1);
  if (kind === 'datetime' && Number.isInteger(value) && Math.abs(value) <= 8.64e15) {
    return new Date(value).toISOString();
  }
  return String(value);
}

/** Text in SQLite: only where a column's proper values are text is it anything but text. */
function looseText(value: string, kind: ColumnKind): string {
  if (kind === 'json') return jsonText(value);
  const proper =
    (kind === 'bigint' && /^-?\d+$/.test(value)) ||
    (kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(value)) ||
    (kind === 'time' && /^\d\d:\d\d:\d\d\.\d{3}$/.test(value));
  return proper ? value : JSON.stringify(value);
}

/** Text as Postgres and MySQL spell a value of the column's own type. */
function typedText(value: string, kind: ColumnKind): string {
  switch (kind) {
    case 'json':
      return jsonText(value);
    case 'integer':
    case 'bigint':
    case 'date':
      return value;
    case 'decimal':
      return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
    case 'float':
      return String(Number(value));
    case 'boolean':
      return value === '1' || value === 'true' ? 'true' : 'false';
    case 'datetime':
      return datetimeText(value);
    case 'time':
      return timeText(value);
    default:
      return JSON.stringify(value);
  }
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

function datetimeText(value: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(value);
  return parts ? `${parts[1]}T${parts[2]}.${fraction(parts[3])}Z` : JSON.stringify(value);
}

function timeText(value: string): string {
  const parts = /^(\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(value);
  return parts ? `${parts[1]}.${fraction(parts[2])}` : JSON.stringify(value);
}

/** Milliseconds, and more digits only where they say something. */
function fraction(digits = ''): string {
  return digits.replace(/0+$/, '').padEnd(3, '0');
}
