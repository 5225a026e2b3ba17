import type {
  ComponentChange,
  ComponentItem,
  FieldDiff,
  JsonChange,
  JsonValue,
  LinksDiff,
  ListDiff,
  RecordDiff,
  TextPart,
} from '../../../../shared/contracts/diffs';
import { KeepsakeError } from '../errors';
import { canonicalJson } from '../snapshot/record';
import type { Body, BodyValue, ComponentBody, Link } from '../snapshot/record';
import { isObject } from './diff-json';
import { linkOf, targetOf } from './diff-links';
import { textsOf } from './diff-text';

/**
 * The new record, from the old one and what `diffRecords` said of the two. Changes nothing in `body`. Throws
 * `diff_not_applicable`, with the field as item, when `body` is not what the diff was made from, or when the diff leaves
 * passwords out.
 */
export function applyRecordDiff(body: Body, diff: RecordDiff): Body {
  return applyFields(body, diff.fields);
}

function applyFields(body: Body, fields: FieldDiff[]): Body {
  const result = new Map(Object.entries(body));
  for (const diff of fields) {
    const value = within(diff.field, () => applyField(result.get(diff.field) ?? null, diff));
    if (value === null) result.delete(diff.field);
    else result.set(diff.field, value);
  }
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries(result);
}

function applyField(old: BodyValue, diff: FieldDiff): BodyValue {
  switch (diff.kind) {
    case 'value':
      if (diff.hidden) throw new Mismatch('the diff leaves its values out');
      expectEqual(old, diff.before);
      return diff.after;
    case 'text':
      return applyText(old, diff.parts);
    case 'json':
      return applyJson(old as JsonValue, diff.change);
    case 'blocks':
      return applyList(jsonList(old), diff.list, {
        value: (item) => item,
        change: (item, { change }) => applyJson(item, change),
      });
    case 'component':
      return applyComponent(old as ComponentBody | null, diff.change);
    case 'components':
      return orNull(applyComponents((old ?? []) as ComponentBody[], diff.list));
    case 'links':
      return orNull(applyLinks((old ?? []) as Link[], diff));
  }
}

/** A record stores no empty list of components or links: the field is absent. */
function orNull<T>(list: T[]): T[] | null {
  return list.length === 0 ? null : list;
}

function applyText(old: unknown, parts: TextPart[]): string {
  const { before, after } = textsOf(parts);
  expectEqual(old, before);
  return after;
}

function applyJson(old: JsonValue, change: JsonChange): JsonValue {
  switch (change.kind) {
    case 'value':
      expectEqual(old, change.before);
      return change.after;
    case 'text':
      return applyText(old, change.parts);
    case 'list':
      return applyList(jsonList(old), change.list, { value: (item) => item, change: applyJson });
    case 'object':
      return applyObject(old, change);
  }
}

function applyObject(old: JsonValue, { keys }: Extract<JsonChange, { kind: 'object' }>): JsonValue {
  if (!isObject(old)) throw new Mismatch('it is not an object');
  const result = new Map(Object.entries(old));
  for (const entry of keys) {
    if (entry.kind === 'added') {
      if (result.has(entry.key)) throw new Mismatch(`it has ${entry.key} already`);
      result.set(entry.key, entry.value);
    } else if (entry.kind === 'removed') {
      expectEqual(result.get(entry.key), entry.value);
      result.delete(entry.key);
    } else {
      const value = result.get(entry.key);
      if (value === undefined) throw new Mismatch(`it has no ${entry.key}`);
      result.set(entry.key, applyJson(value, entry.change));
    }
  }
  return Object.fromEntries(result);
}

function applyComponent(
  old: ComponentBody | null,
  change: Extract<FieldDiff, { kind: 'component' }>['change'],
): ComponentBody | null {
  if (change.kind === 'added') {
    expectEqual(old, null);
    return change.value;
  }
  if (old === null) throw new Mismatch('it is empty');
  if (change.kind === 'changed') return applyFields(old, change.fields);
  expectEqual(old, change.value);
  return null;
}

function applyComponents(
  old: ComponentBody[],
  list: ListDiff<ComponentItem, ComponentChange>,
): ComponentBody[] {
  return applyList<ComponentBody, ComponentItem, ComponentChange>(old, list, {
    value: ({ value }) => value,
    change: (item, { fields }) => applyFields(item, fields),
  });
}

interface ListApply<Item, Value, Change> {
  value(value: Value): Item;
  change(item: Item, change: Change): Item;
}

/** Items that are named go where the diff says; the others fill the places that are left, in their order. */
function applyList<Item, Value, Change>(
  old: Item[],
  list: ListDiff<Value, Change>,
  apply: ListApply<Item, Value, Change>,
): Item[] {
  expectEqual(old.length, list.before);
  const placed = new Map<number, Item>();
  const named = new Set<number>();
  for (const item of list.items) {
    if (item.kind === 'added') {
      placed.set(item.to, apply.value(item.value));
      continue;
    }
    const before = old[item.from] as Item;
    named.add(item.from);
    if (item.kind === 'removed') expectEqual(before, apply.value(item.value));
    else placed.set(item.to, item.change === null ? before : apply.change(before, item.change));
  }
  return fill(old, named, placed, list.after);
}

function fill<Item>(old: Item[], named: Set<number>, placed: Map<number, Item>, length: number): Item[] {
  const rest = old.filter((_, from) => !named.has(from));
  if (rest.length + placed.size !== length) throw new Mismatch('its list has another length');
  let next = 0;
  return Array.from({ length }, (_, to) => (placed.has(to) ? placed.get(to) : rest[next++]) as Item);
}

function applyLinks(old: Link[], { items, before, after, numbers }: LinksDiff): Link[] {
  const list = items.map(({ kind, from, to, target }) => {
    if (kind === 'added') return { kind, to: to as number, label: '', value: target };
    if (kind === 'removed') return { kind, from: from as number, label: '', value: target };
    return { kind, from: from as number, to: to as number, label: '', change: null };
  });
  const targets = applyList(
    old.map(targetOf),
    { before, after, items: list },
    { value: (target) => target, change: (target) => target },
  );
  return targets.map((target, at) => linkOf(target, numbers[at] ?? [null, null]));
}

function jsonList(value: unknown): JsonValue[] {
  if (!Array.isArray(value)) throw new Mismatch('it is not a list');
  return value as JsonValue[];
}

/** Why a field is not the one that was compared; `within` adds which field. */
class Mismatch extends Error {}

function expectEqual(found: unknown, wanted: unknown): void {
  if (canonicalJson(found) !== canonicalJson(wanted)) throw new Mismatch('it was changed since');
}

function within<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new KeepsakeError(
      'diff_not_applicable',
      `The field ${field} is not what was compared: ${error.message}.`,
      {
        item: field,
        hint: 'Compare again, then repeat what you did.',
        cause: error,
      },
    );
  }
}
