import { StringDecoder } from 'node:string_decoder';

import { parseStoredJson, StoredJsonError } from '../repository/stored-json';
import type { FileLimits } from './file-limits';

/**
 * The values of a JSON file as it streams by: the items of a list, or values one after the other (NDJSON), printed
 * however. One value is in memory at a time.
 *
 * Throws `StoredJsonError` for what is no JSON, for a value that is too long or too deep, and for a `__proto__` key.
 */
export async function* readJsonValues(
  content: AsyncIterable<Buffer>,
  limits: Pick<FileLimits, 'textBytes' | 'depth'>,
): AsyncGenerator<unknown> {
  const cutter = new ValueCutter(limits);
  const decoder = new StringDecoder('utf8');
  for await (const part of content) yield* cutter.add(decoder.write(part));
  yield* cutter.add(decoder.end());
  cutter.end();
}

/**
 * Finds where values end, by counting brackets outside of strings; what is between them is JSON.parse's to judge.
 *
 *   before ──[──▶ inList ──{…}──▶ inList … ──]──▶ after
 *      └──{…}──▶ lines ──{…}──▶ lines
 */
class ValueCutter {
  #state: 'before' | 'inList' | 'lines' | 'after' = 'before';
  #value = '';
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** In a list: whether a comma has to come, or must not. */
  #separated = true;
  #count = 0;

  constructor(private readonly limits: Pick<FileLimits, 'textBytes' | 'depth'>) {}

  *add(text: string): Generator<unknown> {
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at] as string;
      if (this.#depth === 0) {
        this.#between(character);
        if (this.#depth > 0) start = at;
      } else if (this.#inside(character)) {
        yield this.#finish(text.slice(start, at + 1));
        start = at + 1;
      }
    }
    if (this.#depth > 0) this.#keep(text.slice(start));
  }

  end(): void {
    const isWhole = this.#depth === 0 && (this.#state === 'lines' || this.#state === 'after');
    if (!isWhole) throw new StoredJsonError('it ends too early');
  }

  #between(character: string): void {
    if (/[\s\uFEFF]/.test(character)) return;
    if (character === '[' && this.#state === 'before') {
      this.#state = 'inList';
      return;
    }
    if (character === ']' && this.#state === 'inList' && (!this.#separated || this.#count === 0)) {
      this.#state = 'after';
      return;
    }
    if (character === ',' && this.#state === 'inList' && !this.#separated) {
      this.#separated = true;
      return;
    }
    const mayBegin = this.#state !== 'after' && (this.#state !== 'inList' || this.#separated);
    if (character !== '{' || !mayBegin) throw new StoredJsonError('it is no list of records');
    if (this.#state === 'before') this.#state = 'lines';
    this.#depth = 1;
  }

  /** True when this character ends the value. */
  #inside(character: string): boolean {
    if (this.#inString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (character === '\\') this.#isEscaped = true;
      else if (character === '"') this.#inString = false;
      return false;
    }
    if (character === '"') this.#inString = true;
    else if (character === '{' || character === '[') this.#depth += 1;
    else if (character === '}' || character === ']') this.#depth -= 1;
    if (this.#depth > this.limits.depth) throw new StoredJsonError('it is nested too deep');
    return this.#depth === 0;
  }

  #keep(text: string): void {
    this.#value += text;
    if (this.#value.length > this.limits.textBytes) throw new StoredJsonError('a record is too long');
  }

  #finish(text: string): unknown {
    this.#keep(text);
    const value = parseStoredJson(this.#value);
    this.#value = '';
    this.#separated = false;
    this.#count += 1;
    return value;
  }
}
