import { KeepsakeError } from '../errors';
import type { PieceRef, TreeEntry } from './repository';
import { asCount, asId, asList, asText, parseStoredJson, StoredJsonError } from './stored-json';

/**
 * The plain bytes of one piece of a tree: a first line that says its level, then one JSON list per line. A leaf lists
 * entries, a top piece lists leaves. Lists instead of objects, because the names would be half of the bytes.
 */

const FIRST_LINE = { leaf: '["keepsake leaf",1]', top: '["keepsake top",1]' } as const;
const LABEL_CHARACTERS = 120;

/** `[key, hash, block, slot, rowId, label]`, and for a file also `[blocks, bytes, signature]`. */
export function encodeEntry(entry: TreeEntry): string {
  const { key, hash, block, slot, rowId, label, file } = entry;
  const fields: unknown[] = [key, hash, block, slot, rowId, label];
  if (file) fields.push([file.blocks, file.bytes, file.signature]);
  const line = JSON.stringify(fields);
  // An entry that a reader would refuse must not be written: the snapshot would look whole and not be.
  try {
    decodeEntry(fields);
  } catch (error) {
    throw new KeepsakeError(
      'tree_invalid',
      `The entry ${JSON.stringify(key)} cannot be stored: ${String(error)}`,
      {
        item: key,
        cause: error,
      },
    );
  }
  return line;
}

/** `[last, hash, block, entries]` of a leaf. */
export function encodeLeafRef(ref: PieceRef): string {
  return JSON.stringify([ref.last, ref.hash, ref.block, ref.entries]);
}

export function encodePiece(level: 'leaf' | 'top', lines: string[]): Buffer {
  return Buffer.from([FIRST_LINE[level], ...lines].join('\n'), 'utf8');
}

/** Throws `StoredJsonError` for anything but a leaf. */
export function decodeLeaf(plain: Buffer): TreeEntry[] {
  return leafLines(plain).map(decodeEntryLine);
}

/** The lines of a leaf, one per entry; throws `StoredJsonError` for anything but a leaf. */
export function leafLines(plain: Buffer): string[] {
  return linesOf('leaf', plain);
}

/** The entry that a line of a leaf says. */
export function decodeEntryLine(line: string): TreeEntry {
  return decodeEntry(parseStoredJson(line));
}

/** Throws `StoredJsonError` for anything but a top piece. */
export function decodeTop(plain: Buffer): PieceRef[] {
  return linesOf('top', plain).map((line) => {
    const [last, hash, block, entries] = asList(parseStoredJson(line), 'leaf reference');
    return {
      last: asText(last, 'last key'),
      hash: asId(hash, 'hash'),
      block: asId(block, 'block'),
      entries: asCount(entries, 'entries', 1),
    };
  });
}

function linesOf(level: 'leaf' | 'top', plain: Buffer): string[] {
  const [first, ...lines] = plain.toString('utf8').split('\n');
  if (first !== FIRST_LINE[level]) throw new StoredJsonError(`it is not a ${level} piece of a tree`);
  return lines;
}

function decodeEntry(value: unknown): TreeEntry {
  const [key, hash, block, slot, rowId, label, file] = asList(value, 'entry');
  const entry: TreeEntry = {
    key: asText(key, 'key'),
    hash: asId(hash, 'hash'),
    block: asText(block, 'block'),
    slot: asCount(slot, 'slot'),
    rowId: asCount(rowId, 'row id'),
    label: asText(label, 'label'),
  };
  if (entry.label.length > LABEL_CHARACTERS && [...entry.label].length > LABEL_CHARACTERS) {
    throw new StoredJsonError('its label is too long');
  }
  if (file === undefined) {
    asId(block, 'block');
    return entry;
  }
  const [blocks, bytes, signature] = asList(file, 'file');
  const chunks = asList(blocks, 'blocks').map((chunk) => asId(chunk, 'block of a file'));
  // An empty file has no chunk, and an empty text where others name their first.
  if (entry.block !== (chunks[0] ?? '')) throw new StoredJsonError('its block is not the first of its file');
  return {
    ...entry,
    file: { blocks: chunks, bytes: asCount(bytes, 'bytes'), signature: asText(signature, 'signature') },
  };
}
