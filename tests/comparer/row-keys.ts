import { idText, type RawRow } from './read-rows';

/** Who a row is, whatever its id. A component row that several owners share (a fault of its own) has several keys. */
export class RowKeys {
  private readonly keys = new Map<string, Map<string, string[]>>();
  private readonly variants = new Map<string, string>();

  add(table: string, id: string, key: string, variant: string): void {
    const ofTable = this.keys.get(table) ?? new Map<string, string[]>();
    this.keys.set(table, ofTable);
    ofTable.set(id, [...(ofTable.get(id) ?? []), key]);
    this.variants.set(key, variant);
  }

  of(table: string, id: unknown): readonly string[] {
    return this.keys.get(table)?.get(idText(id)) ?? [];
  }

  /** `<locale>:<status>` of the document row that a key begins with: links are ordered within one of these. */
  variantOf(key: string): string {
    return this.variants.get(key) ?? '-:-';
  }
}

/** Gives each row of a content type its key; rows come by id, so duplicates are numbered by id. */
export function addDocumentKeys(table: string, rows: RawRow[], keys: RowKeys): void {
  const ordinal = new Ordinals();
  for (const row of rows) {
    const status = row['published_at'] === null ? 'draft' : 'published';
    const variant = `${text(row['locale'])}:${status}`;
    keys.add(
      table,
      idText(row['id']),
      ordinal.of(`${table}:${text(row['document_id'])}:${variant}`),
      variant,
    );
  }
}

/** Tells equal names apart: the second is `name#2`. */
export class Ordinals {
  private readonly counts = new Map<string, number>();

  of(name: string): string {
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  }
}

function text(value: unknown): string {
  return value === null || value === undefined ? '-' : String(value);
}
