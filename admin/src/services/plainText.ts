import type { JsonValue } from '../../../shared/contracts/diffs';

type Fields = { [key: string]: JsonValue };

export interface StoredLink {
  uid: string;
  documentId: string;
}

const isFields = (value: JsonValue): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The links of a relation or media field as a record keeps them; null for anything else. */
export function linksOf(value: JsonValue): StoredLink[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const links = value.map((item) =>
    isFields(item) && typeof item.t === 'string' && typeof item.d === 'string'
      ? { uid: item.t, documentId: item.d }
      : null,
  );
  return links.every((link) => link !== null) ? links : null;
}

/** What a block of Strapi's editor says, without its marks; null for what is no block. */
export function blockText(value: JsonValue): string | null {
  if (!isFields(value) || typeof value.type !== 'string') return null;
  if (value.type === 'image' && isFields(value.image ?? null)) {
    const { alternativeText, name, url } = value.image as Fields;
    return (
      [alternativeText, name, url].find((said) => typeof said === 'string' && said !== '')?.toString() ?? ''
    );
  }
  return Array.isArray(value.children) ? textOfChildren(value) : null;
}

function textOfChildren({ type, children }: Fields): string {
  const texts = (Array.isArray(children) ? children : []).filter(isFields).map((child) => {
    return typeof child.text === 'string' ? child.text : textOfChildren(child);
  });
  return texts.join(type === 'list' ? '\n' : '');
}

/** Strapi's blocks field, as text: one paragraph per block; null for anything else. */
export function blocksText(value: JsonValue): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const texts = value.map(blockText);
  return texts.every((text) => text !== null) ? texts.join('\n\n') : null;
}
