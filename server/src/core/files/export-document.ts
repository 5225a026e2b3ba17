import { createHash } from 'node:crypto';

import { parseStoredJson, StoredJsonError } from '../repository/stored-json';
import type { FileLimits } from './file-limits';

/** What an export as one JSON document holds, as it streams by. */
export type DocumentPart =
  | { kind: 'record'; contentType: string; value: unknown }
  /** A file: where its bytes lie in the document, as base64. */
  | { kind: 'asset'; path: string; start: number; end: number; sha256: string };

/** How such a document begins, see write-json; whatever begins otherwise is a list of records, or none. */
export function isExportDocument(start: Buffer): boolean {
  return /^(\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"keepsake export 1"/.test(start.toString('latin1'));
}

/**
 * Reads a document of any size: a record is in memory at a time, and of a file only where it lies.
 *
 * Throws `StoredJsonError` for what is no such document, ends too early, or is longer or deeper than allowed.
 */
export async function* readExportDocument(
  content: AsyncIterable<Buffer>,
  limits: Pick<FileLimits, 'textBytes' | 'depth'>,
): AsyncGenerator<DocumentPart> {
  const reader = new DocumentReader(limits);
  for await (const part of content) yield* reader.add(part);
  reader.end();
}

/** The bytes of a file out of the base64 that `content` has. Throws `StoredJsonError` for what is none, or another file. */
export async function* decodeAsset(
  content: AsyncIterable<Buffer>,
  { path, sha256 }: { path: string; sha256: string },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let rest = '';
  for await (const part of content) {
    const text = rest + part.toString('latin1');
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    const bytes = decoded(text.slice(0, whole), path);
    hash.update(bytes);
    if (bytes.length > 0) yield bytes;
  }
  if (rest !== '' || hash.digest('hex') !== sha256)
    throw new StoredJsonError(`the file ${path} is not what it was when it was exported`);
}

function decoded(base64: string, path: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new StoredJsonError(`the file ${path} is no base64`);
  return Buffer.from(base64, 'base64');
}

interface Level {
  isList: boolean;
  /** The member that is being read. */
  key: string;
  /** A name is to come, and no value. */
  awaitsKey: boolean;
}

/** Parts of an asset that are kept. */
interface Asset {
  path?: string;
  sha256?: string;
  start?: number;
  end?: number;
}

const [QUOTE, ESCAPE, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Follows the brackets of a document byte by byte; what is inside of a record is JSON.parse's to judge.
 *
 *   { "format", … , "content": { uid: [ {record}, … ] }, "assets": [ { "path", "base64", "sha256" } ], … }
 */
class DocumentReader {
  readonly #levels: Level[] = [];
  #offset = 0;
  #inString = false;
  #isEscaped = false;
  #isOver = false;
  /** Bytes of the record or text that is being kept. */
  #kept: Buffer[] | null = null;
  #keptBytes = 0;
  /** How deep the record lies that is being kept; 0 for a text. */
  #recordDepth = 0;
  #textStart = 0;
  #asset: Asset = {};

  constructor(private readonly limits: Pick<FileLimits, 'textBytes' | 'depth'>) {}

  *add(part: Buffer): Generator<DocumentPart> {
    /** Where in this part that begins which is being kept. */
    let from = 0;
    const keep = (to: number) => {
      if (this.#kept) this.#keep(part.subarray(from, to));
    };
    for (let at = 0; at < part.length; at += 1) {
      const byte = part[at]!;
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === ESCAPE) this.#isEscaped = true;
        else if (byte === QUOTE) {
          keep(at + 1);
          from = at + 1;
          this.#endString(this.#offset + at);
        }
      } else if (byte === QUOTE) {
        this.#inString = true;
        this.#textStart = this.#offset + at + 1;
        if (!this.#kept && this.#isKeptText()) {
          this.#kept = [];
          from = at;
        }
      } else if (byte === OPEN || byte === OPEN_LIST) {
        if (!this.#kept && byte === OPEN && this.#isRecord()) {
          this.#kept = [];
          this.#recordDepth = this.#levels.length + 1;
          from = at;
        }
        this.#open(byte === OPEN_LIST);
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        const isRecordsEnd = this.#recordDepth > 0 && this.#levels.length === this.#recordDepth;
        if (isRecordsEnd) {
          keep(at + 1);
          from = at + 1;
        }
        const found = this.#close(byte === CLOSE_LIST, isRecordsEnd);
        if (found) yield found;
      } else if (byte === COMMA) this.#next();
      else if (byte === COLON) this.#top().awaitsKey = false;
      else if (this.#isOver && byte > 0x20) throw new StoredJsonError('something comes after its end');
    }
    keep(part.length);
    this.#offset += part.length;
  }

  end(): void {
    if (!this.#isOver) throw new StoredJsonError('it ends too early');
  }

  #top(): Level {
    const top = this.#levels.at(-1);
    if (!top) throw new StoredJsonError('it is no export');
    return top;
  }

  #open(isList: boolean): void {
    if (this.#isOver) throw new StoredJsonError('something comes after its end');
    if (this.#levels.length === 0 && isList) throw new StoredJsonError('it is no export');
    if (this.#levels.length >= this.limits.depth) throw new StoredJsonError('it is nested too deep');
    this.#levels.push({ isList, key: '', awaitsKey: !isList });
    if (this.#isAt('assets', 2)) this.#asset = {};
  }

  #close(isList: boolean, isRecordsEnd: boolean): DocumentPart | null {
    if (this.#top().isList !== isList) throw new StoredJsonError('its brackets do not match');
    const isAsset = this.#isAt('assets', 2);
    this.#levels.pop();
    this.#isOver = this.#levels.length === 0;
    if (isRecordsEnd) return { kind: 'record', contentType: this.#levels[1]!.key, value: this.#takeKept() };
    return isAsset ? assetOf(this.#asset) : null;
  }

  #next(): void {
    const top = this.#top();
    top.awaitsKey = !top.isList;
  }

  /** Names are kept where they tell what follows: of the document, of its lists, of a file. */
  #isKeptText(): boolean {
    const top = this.#top();
    if (top.awaitsKey) return this.#levels.length <= 3;
    return this.#isAt('assets', 2) && (top.key === 'path' || top.key === 'sha256');
  }

  #endString(end: number): void {
    this.#inString = false;
    if (this.#recordDepth > 0) return;
    const top = this.#top();
    const text = this.#kept ? String(this.#takeKept()) : '';
    if (top.awaitsKey) top.key = text;
    else if (this.#isAt('assets', 2)) {
      if (top.key === 'path') this.#asset.path = text;
      else if (top.key === 'sha256') this.#asset.sha256 = text;
      else if (top.key === 'base64') [this.#asset.start, this.#asset.end] = [this.#textStart, end];
    }
  }

  /** Whether what opens now is an entry of one of the lists in `content`. */
  #isRecord(): boolean {
    const [root, content, list] = this.#levels;
    return this.#levels.length === 3 && root!.key === 'content' && !content!.isList && list!.isList;
  }

  /** Whether the innermost level is an entry of the list `name`. */
  #isAt(name: string, depth: number): boolean {
    const [root, list, entry] = this.#levels;
    return this.#levels.length === depth + 1 && root!.key === name && list!.isList && !entry!.isList;
  }

  #keep(bytes: Buffer): void {
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > this.limits.textBytes) throw new StoredJsonError('a record is too long');
    this.#kept?.push(Buffer.from(bytes));
  }

  #takeKept(): unknown {
    const text = Buffer.concat(this.#kept ?? []).toString('utf8');
    this.#kept = null;
    this.#keptBytes = 0;
    this.#recordDepth = 0;
    return parseStoredJson(text);
  }
}

function assetOf({ path, sha256, start, end }: Asset): DocumentPart {
  if (path === undefined || sha256 === undefined || start === undefined || end === undefined)
    throw new StoredJsonError('a file in it has no path, no bytes or no checksum');
  return { kind: 'asset', path, start, end, sha256 };
}
