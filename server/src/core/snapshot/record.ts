/** Status of a stored row; null where its type has no draft & publish. */
export type Status = 'draft' | 'published' | null;

/** Names a record inside its content type. */
export interface RecordKey {
  documentId: string;
  locale: string | null;
  status: Status;
}

/** One link as a record stores it: whom it names, and Strapi's own order numbers on both sides. */
export interface Link {
  /** Uid of the target. */
  t: string;
  d: string;
  l?: string;
  s?: 'draft' | 'published';
  /** Order among the targets of this owner. */
  o?: number;
  /** Order among the owners of this target. */
  i?: number;
  /** Field named in a polymorphic row that no type claims. */
  f?: string;
}

export type Body = { [attribute: string]: BodyValue };
export type BodyValue = Json | Link[] | ComponentBody | ComponentBody[];
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A component inside a record; `__component` only in dynamic zones. Never carries a row id. */
export type ComponentBody = { [attribute: string]: BodyValue };

/** Kept beside the record: neither hashed nor compared. */
export interface Aside {
  createdBy?: AdminReference;
  updatedBy?: AdminReference;
  /** Values of columns in role `aside`, by attribute. */
  values?: Record<string, Json>;
  /** A file's URLs by format. */
  formatUrls?: Record<string, Json>;
}

/** The admin is found again by documentId, else by e-mail, else the field stays empty. */
export interface AdminReference {
  d: string;
  e: string;
}

/** What one line of a `records` block says. */
export interface StoredRecord {
  key: RecordKey;
  body: Body;
  aside: Aside;
}

/** Sorts by document, then locale, then status; `copy` tells apart rows that share all three (the database allows it). */
export function keyString(key: RecordKey, copy = 0): string {
  return numberedKey(`${key.documentId}\t${key.locale ?? ''}\t${key.status ?? ''}`, copy);
}

export function numberedKey(key: string, copy: number): string {
  return copy === 0 ? key : `${key}\t${copy}`;
}

/**
 * The key of the next row: rows that share document, locale and status are numbered in the order of their row ids.
 * A snapshot and the live site must number alike, or the one would not find the other's rows.
 */
export function takeKeyString(taken: Set<string>, key: RecordKey): string {
  let copy = 0;
  while (taken.has(keyString(key, copy))) copy += 1;
  const free = keyString(key, copy);
  taken.add(free);
  return free;
}

export function parseKeyString(text: string): RecordKey & { copy: number } {
  const [documentId = '', locale = '', status = '', copy = '0'] = text.split('\t');
  return { documentId, locale: locale || null, status: (status || null) as Status, copy: Number(copy) };
}

/**
 * The exact text of a record: `[documentId, locale, status, body, aside]` as one line of JSON.
 * `hashed` is the part that the hash covers, so the two never drift apart.
 */
export function recordLine(
  key: RecordKey,
  bodyJson: string,
  asideJson: string,
): { line: string; hashed: string } {
  const head = `[${JSON.stringify(key.documentId)},${JSON.stringify(key.locale)},${JSON.stringify(key.status)},${bodyJson}`;
  return { line: `${head},${asideJson}]`, hashed: head };
}

/** Text whose HMAC is the record's hash. */
export function hashInput(uid: string, hashed: string): string {
  return `${uid}\n${hashed}`;
}

export function parseRecordLine(line: string): StoredRecord {
  const [documentId, locale, status, body, aside] = JSON.parse(line) as [
    string,
    string | null,
    Status,
    Body,
    Aside,
  ];
  return { key: { documentId, locale, status }, body, aside };
}

/** The hash input of a stored line, computed anew from what it says. */
export function rehashInput(uid: string, line: string): string {
  return rehashRecord(uid, parseRecordLine(line));
}

/** The same for a record that was read already. */
export function rehashRecord(uid: string, { key, body }: StoredRecord): string {
  return hashInput(uid, recordLine(key, canonicalJson(body), '').hashed);
}

/**
 * JSON with keys in the order of their UTF-16 code units, so that equal values have equal text.
 * Works on text, never on a rebuilt object: a key `__proto__` stays a key, and integer-like keys do not jump ahead.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(entries).sort()) {
    if (entries[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(entries[key])}`);
  }
  return `{${parts.join(',')}}`;
}
