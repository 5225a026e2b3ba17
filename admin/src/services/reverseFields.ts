import type {
  ComponentDiff,
  FieldDiff,
  JsonChange,
  JsonKeyChange,
  LinkItemDiff,
  LinksDiff,
  ListDiff,
  ListItemDiff,
  TextPart,
} from '../../../shared/contracts/diffs';

const OTHER_WAY = {
  added: 'removed',
  removed: 'added',
  same: 'same',
  changed: 'changed',
  moved: 'moved',
} as const;

/** The same changes from the later side to the earlier one: what a restore would do. */
export function reverseFields(fields: FieldDiff[]): FieldDiff[] {
  return fields.map(reverseField);
}

function reverseField(diff: FieldDiff): FieldDiff {
  switch (diff.kind) {
    case 'value':
      return { ...diff, before: diff.after, after: diff.before };
    case 'text':
      return { ...diff, parts: reverseText(diff.parts) };
    case 'json':
      return { ...diff, change: reverseJson(diff.change) };
    case 'blocks':
      return {
        ...diff,
        list: reverseList(diff.list, ({ type, text, change }) => ({
          type: { before: type.after, after: type.before },
          text: reverseText(text),
          change: reverseJson(change),
        })),
      };
    case 'component':
      return reverseComponent(diff);
    case 'components':
      return {
        ...diff,
        list: reverseList(diff.list, (change) => ({ ...change, fields: reverseFields(change.fields) })),
      };
    case 'links':
      return reverseLinks(diff);
  }
}

/** What goes stands before what comes in its place, as it does the first way round. */
function reverseText(parts: TextPart[]): TextPart[] {
  const reversed: TextPart[] = [];
  for (const part of parts.map((one): TextPart => ({ ...one, kind: OTHER_WAY[one.kind] }))) {
    const before = reversed.at(-1);
    const isLate = part.kind === 'removed' && before?.kind === 'added';
    reversed.splice(isLate ? -1 : reversed.length, 0, part);
  }
  return reversed;
}

function reverseJson(change: JsonChange): JsonChange {
  switch (change.kind) {
    case 'value':
      return { ...change, before: change.after, after: change.before };
    case 'text':
      return { ...change, parts: reverseText(change.parts) };
    case 'object':
      return { ...change, keys: change.keys.map(reverseKey) };
    case 'list':
      return { ...change, list: reverseList(change.list, reverseJson) };
  }
}

function reverseKey(key: JsonKeyChange): JsonKeyChange {
  if (key.kind === 'changed') return { ...key, change: reverseJson(key.change) };
  return { ...key, kind: OTHER_WAY[key.kind] };
}

function reverseComponent(diff: ComponentDiff): ComponentDiff {
  const { change } = diff;
  if (change.kind === 'changed') {
    return { ...diff, change: { ...change, fields: reverseFields(change.fields) } };
  }
  return { ...diff, change: { ...change, kind: OTHER_WAY[change.kind] } };
}

function reverseList<Value, Change>(
  { before, after, items }: ListDiff<Value, Change>,
  reverse: (change: Change) => Change,
): ListDiff<Value, Change> {
  const reversed = items.map((item) => reverseItem(item, reverse));
  return { before: after, after: before, items: reversed.sort((a, b) => placeOf(a) - placeOf(b)) };
}

function reverseItem<Value, Change>(
  item: ListItemDiff<Value, Change>,
  reverse: (change: Change) => Change,
): ListItemDiff<Value, Change> {
  switch (item.kind) {
    case 'added':
      return { kind: 'removed', from: item.to, label: item.label, value: item.value };
    case 'removed':
      return { kind: 'added', to: item.from, label: item.label, value: item.value };
    case 'moved':
      return {
        ...item,
        from: item.to,
        to: item.from,
        change: item.change === null ? null : reverse(item.change),
      };
    case 'changed':
      return { ...item, from: item.to, to: item.from, change: reverse(item.change) };
  }
}

function placeOf<Value, Change>(item: ListItemDiff<Value, Change>): number {
  return 'to' in item ? item.to : item.from;
}

/** Strapi's order numbers are those of one side only, so there are none the other way. */
function reverseLinks(diff: LinksDiff): LinksDiff {
  const items = diff.items.map((item): LinkItemDiff => ({
    ...item,
    kind: OTHER_WAY[item.kind],
    from: item.to,
    to: item.from,
  }));
  return { ...diff, items, before: diff.after, after: diff.before, numbers: [] };
}
