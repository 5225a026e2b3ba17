/** Text that is HTML already. Only `markup` and the templates make it, and both escape what they are given. */
export class Html {
  constructor(readonly text: string) {}
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** HTML with values in it: every text is escaped, lists are joined, and null is nothing. */
export function markup(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let text = parts[0] ?? '';
  for (const [at, value] of values.entries()) text += textOf(value) + (parts[at + 1] ?? '');
  return new Html(text);
}

export type HtmlValue = Html | string | number | null | HtmlValue[];

function textOf(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(textOf).join('');
  return escapeHtml(String(value));
}

/** A text as CSS writes it; nothing in it ends the text, the rule or the element around it. */
export function cssString(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{N} .,–-]/gu, (found) => `\\${found.codePointAt(0)?.toString(16)} `);
  return `"${escaped}"`;
}
