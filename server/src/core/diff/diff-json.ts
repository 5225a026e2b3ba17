import type { JsonChange, JsonKeyChange, JsonValue } from '../../../../shared/contracts/diffs';
import { canonicalJson } from '../snapshot/record';
import { diffList } from './diff-list';
import type { ListKind } from './diff-list';
import { diffText } from './diff-text';

type JsonObject = { [key: string]: JsonValue };

/** What changed from one JSON value to another; null when nothing did. The order of an object's keys says nothing. */
export function diffJson(before: JsonValue, after: JsonValue): JsonChange | null {
  return canonicalJson(before) === canonicalJson(after) ? null : changeOf(before, after);
}

function changeOf(before: JsonValue, after: JsonValue): JsonChange {
  if (typeof before === 'string' && typeof after === 'string')
    return { kind: 'text', parts: diffText(before, after) };
  if (Array.isArray(before) && Array.isArray(after))
    return { kind: 'list', list: diffList(before, after, jsonItems) };
  if (isObject(before) && isObject(after)) return { kind: 'object', keys: keyChanges(before, after) };
  return { kind: 'value', before, after };
}

/** `Object.hasOwn`, not `in`: a stored key may be called `toString` or `__proto__`. */
function keyChanges(before: JsonObject, after: JsonObject): JsonKeyChange[] {
  const changes: JsonKeyChange[] = [];
  for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const [old, now] = [before[key] as JsonValue, after[key] as JsonValue];
    if (!Object.hasOwn(before, key)) changes.push({ key, kind: 'added', value: now });
    else if (!Object.hasOwn(after, key)) changes.push({ key, kind: 'removed', value: old });
    else {
      const change = diffJson(old, now);
      if (change) changes.push({ key, kind: 'changed', change });
    }
  }
  return changes;
}

const ID_KEYS = ['id', '_id', 'documentId', 'key'];

/** Items that carry an id are the same one only with the same id; others are told by their kind and content. */
const jsonItems: ListKind<JsonValue, JsonValue, JsonChange> = {
  identity: canonicalJson,
  group: (item) => (isObject(item) ? `object ${idOf(item)}` : Array.isArray(item) ? 'list' : typeof item),
  editable: true,
  label: (item) => (isObject(item) ? idOf(item) : ''),
  value: (item) => item,
  change: changeOf,
};

function idOf(item: JsonObject): string {
  for (const key of ID_KEYS) {
    const id = Object.hasOwn(item, key) ? item[key] : null;
    if (typeof id === 'string' || typeof id === 'number') return String(id);
  }
  return '';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
