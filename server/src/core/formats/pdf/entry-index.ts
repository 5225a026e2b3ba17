import { keyString } from '../../snapshot/record';
import type { ExportedLink, ExportedRecord } from '../project-record';
import type { PdfSite } from './pdf-settings';

/** What is known of an entry before any is printed. */
export interface IndexedEntry {
  /** Of its place in the document. */
  number: number;
  title: string;
  locale: string | null;
  status: 'draft' | 'published' | null;
}

/** Every entry of a document with its title and its number: for the contents, and for links from one to another. */
export class EntryIndex {
  /** By uid of their content type. */
  readonly #entries = new Map<string, IndexedEntry[]>();
  readonly #numbers = new Map<string, number>();
  readonly locales = new Set<string>();
  readonly statuses = new Set<'draft' | 'published'>();
  #next = 1;

  constructor(
    private readonly mainFields: PdfSite['mainFields'],
    private readonly untitled: string,
  ) {}

  /** A number for something that is no entry. */
  take(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  add(record: ExportedRecord): void {
    const { contentType, locale, status } = record;
    const number = this.take();
    this.#numbers.set(placeOf(contentType, record), number);
    if (locale !== null) this.locales.add(locale);
    if (status !== null) this.statuses.add(status);
    const entries = this.#entries.get(contentType) ?? [];
    entries.push({ number, title: this.titleOf(record), locale, status });
    this.#entries.set(contentType, entries);
  }

  of(uid: string): IndexedEntry[] {
    return this.#entries.get(uid) ?? [];
  }

  get size(): number {
    return this.#numbers.size;
  }

  numberOf(record: ExportedRecord): number {
    return this.#numbers.get(placeOf(record.contentType, record)) ?? 0;
  }

  /** Null for an entry that is not in the document. */
  numberOfLink(link: ExportedLink): number | null {
    const key = { documentId: link.documentId, locale: link.locale ?? null, status: link.status ?? null };
    return this.#numbers.get(placeOf(link.type, key)) ?? null;
  }

  titleOf({ contentType, documentId, fields }: ExportedRecord): string {
    return this.#nameOf(contentType, fields) ?? `${this.untitled} (${documentId})`;
  }

  /** Of a link that leads to what may not be read, its type and its id are all there is. */
  labelOf({ type, documentId, fields }: ExportedLink): string {
    const short = type.slice(type.lastIndexOf('.') + 1);
    return (fields && this.#nameOf(type, fields)) ?? `${short} ${documentId}`;
  }

  #nameOf(uid: string, fields: Record<string, unknown>): string | null {
    const main = Object.hasOwn(this.mainFields, uid) ? this.mainFields[uid] : undefined;
    const value = main !== undefined && Object.hasOwn(fields, main) ? fields[main] : null;
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    return text === '' ? null : text;
  }
}

function placeOf(
  uid: string,
  { documentId, locale, status }: Pick<ExportedRecord, 'documentId' | 'locale' | 'status'>,
) {
  return `${uid} ${keyString({ documentId, locale, status })}`;
}
