import type { ValueField } from '../export-schema';
import type { PdfWords } from './pdf-words';

/** Values as people read them. Digits stay as they are: a year is no number of things. */
export class ValueTexts {
  readonly #date: Intl.DateTimeFormat;
  readonly #moment: Intl.DateTimeFormat;
  readonly #languages: Intl.DisplayNames;

  constructor(
    language: string,
    private readonly words: PdfWords,
  ) {
    const timeZone = 'UTC';
    // What people in Britain write is read by more than what those in America do.
    const locale = language === 'en' ? 'en-GB' : language;
    this.#date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
    this.#moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
    this.#languages = new Intl.DisplayNames([language], { type: 'language' });
  }

  of({ type }: Pick<ValueField, 'type'>, value: unknown): string {
    if (typeof value === 'boolean') return value ? this.words.yes : this.words.no;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (type === 'date') return this.date(text);
    if (type === 'datetime' || type === 'timestamp') return this.moment(text);
    if (type === 'time') return text.replace(/^(\d\d:\d\d)(:00)?(\.0+)?$/, '$1');
    return text;
  }

  date(text: string): string {
    const time = Date.parse(text);
    return Number.isNaN(time) ? text : this.#date.format(time);
  }

  moment(text: string): string {
    const time = Date.parse(text);
    return Number.isNaN(time) ? text : `${this.#moment.format(time)} UTC`;
  }

  language(locale: string): string {
    try {
      return this.#languages.of(locale) ?? locale;
    } catch {
      return locale;
    }
  }
}

const ALL_CAPITALS = ['seo', 'url', 'id', 'faq', 'cta', 'pdf', 'html'];

/** `editorNote` as `Editor note`; a label that somebody wrote stays as it is. */
export function readableLabel({ name, label }: { name: string; label: string }): string {
  if (label !== name) return label;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => (ALL_CAPITALS.includes(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()));
  const text = words.join(' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
