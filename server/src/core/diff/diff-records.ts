import type {
  ComponentChange,
  ComponentItem,
  FieldDiff,
  JsonValue,
  RecordDiff,
} from '../../../../shared/contracts/diffs';
import type { ShapePlan } from '../snapshot/read-plan';
import { canonicalJson } from '../snapshot/record';
import type { Body, BodyValue, ComponentBody, Link } from '../snapshot/record';
import { diffBlocks } from './diff-blocks';
import { diffJson } from './diff-json';
import { diffLinks } from './diff-links';
import type { LabelOf } from './diff-links';
import { diffList } from './diff-list';
import { diffText } from './diff-text';
import { sameKind, shapeFields } from './shape-fields';
import type { DiffShape, FieldKind } from './shape-fields';

export interface DiffRecordsOptions {
  /** Names link targets for people; without it they have no label. */
  labelOf?: LabelOf;
  /** Include passwords' hashes, so that the diff can be applied; never for one that leaves the server. */
  secrets?: boolean;
}

const LABEL_LENGTH = 80;

/**
 * What changed from one record to another, field by field as their schemas define them. Both bodies are canonical
 * (RESTORE §2): a field without a value is absent. A field whose kind differs between the schemas is compared as a whole.
 */
export function diffRecords(
  before: Body,
  after: Body,
  shapes: { before: DiffShape; after: DiffShape },
  options: DiffRecordsOptions = {},
): RecordDiff {
  return { fields: new RecordDiffer(shapes, options).fields(before, after, shapes) };
}

type Shapes = { before: { shape: ShapePlan }; after: { shape: ShapePlan } };

class RecordDiffer {
  readonly #labelOf: LabelOf;
  readonly #secrets: boolean;

  constructor(
    private readonly sides: { before: DiffShape; after: DiffShape },
    { labelOf = () => null, secrets = false }: DiffRecordsOptions,
  ) {
    this.#labelOf = labelOf;
    this.#secrets = secrets;
  }

  fields(before: Body, after: Body, shapes: Shapes): FieldDiff[] {
    const old = shapeFields(shapes.before.shape);
    const now = shapeFields(shapes.after.shape);
    const names = new Set([...now.keys(), ...old.keys(), ...Object.keys(after), ...Object.keys(before)]);
    const diffs: FieldDiff[] = [];
    for (const name of names) {
      const [was, is] = [own(before, name), own(after, name)];
      if (canonicalJson(was) === canonicalJson(is)) continue;
      const kinds = { before: old.get(name), after: now.get(name) };
      diffs.push(this.#detailed(name, kinds, was, is) ?? this.#whole(name, kinds, was, is));
    }
    return diffs;
  }

  /** Null where the two values can only be shown side by side. */
  #detailed(field: string, kinds: Kinds, before: BodyValue, after: BodyValue): FieldDiff | null {
    const kind = commonKind(kinds);
    switch (kind?.kind) {
      case 'text':
        if (typeof before !== 'string' || typeof after !== 'string') return null;
        return { field, kind: 'text', type: kind.type, parts: diffText(before, after) };
      case 'json':
        return this.#json(field, before as JsonValue, after as JsonValue);
      case 'blocks':
        if (!Array.isArray(before) || !Array.isArray(after))
          return this.#json(field, before as JsonValue, after as JsonValue);
        return { field, kind: 'blocks', list: diffBlocks(before as JsonValue[], after as JsonValue[]) };
      case 'links': {
        const links = diffLinks(listOf<Link>(before), listOf<Link>(after), this.#labelOf);
        return { field, kind: 'links', media: kind.media, ...links };
      }
      case 'component':
        return kind.field.kind === 'single'
          ? this.#single(field, kind.field.components[0] ?? '', before, after)
          : this.#list(field, kind.field, listOf(before), listOf(after));
      default:
        return null;
    }
  }

  #json(field: string, before: JsonValue, after: JsonValue): FieldDiff | null {
    const change = before === null || after === null ? null : diffJson(before, after);
    return change && { field, kind: 'json', change };
  }

  #whole(field: string, kinds: Kinds, before: BodyValue, after: BodyValue): FieldDiff {
    const type = typeOf(kinds.after) ?? typeOf(kinds.before) ?? 'unknown';
    const isSecret = kinds.before?.kind === 'secret' || kinds.after?.kind === 'secret';
    if (isSecret && !this.#secrets)
      return { field, kind: 'value', type: 'password', before: null, after: null, hidden: true };
    return {
      field,
      kind: 'value',
      type,
      before: this.#shownValue(kinds.before, before) as JsonValue,
      after: this.#shownValue(kinds.after, after) as JsonValue,
    };
  }

  #single(field: string, component: string, before: BodyValue, after: BodyValue): FieldDiff {
    const common = { field, kind: 'component', component } as const;
    if (before === null)
      return { ...common, change: { kind: 'added', value: this.#shown(component, after as ComponentBody) } };
    if (after === null)
      return {
        ...common,
        change: { kind: 'removed', value: this.#shown(component, before as ComponentBody) },
      };
    const fields = this.#componentFields(component, before as ComponentBody, after as ComponentBody);
    return { ...common, change: { kind: 'changed', fields } };
  }

  #list(
    field: string,
    plan: { kind: string; components: string[] },
    before: ComponentBody[],
    after: ComponentBody[],
  ): FieldDiff {
    const uidOf = (item: ComponentBody) => String(item.__component ?? plan.components[0] ?? '');
    const list = diffList<ComponentBody, ComponentItem, ComponentChange>(before, after, {
      identity: canonicalJson,
      group: uidOf,
      editable: true,
      label: (item) => this.#labelOfComponent(uidOf(item), item),
      value: (item) => ({ component: uidOf(item), value: this.#shown(uidOf(item), item) }),
      change: (old, now) => ({
        component: uidOf(now),
        fields: this.#componentFields(uidOf(now), old, now),
      }),
    });
    return { field, kind: 'components', zone: plan.kind === 'zone', list };
  }

  #componentFields(uid: string, before: ComponentBody, after: ComponentBody): FieldDiff[] {
    const old = this.sides.before.components[uid] ?? NO_SHAPE;
    const now = this.sides.after.components[uid] ?? NO_SHAPE;
    return this.fields(before, after, { before: { shape: old }, after: { shape: now } });
  }

  #shapeOf(uid: string): ShapePlan {
    return this.sides.after.components[uid] ?? this.sides.before.components[uid] ?? NO_SHAPE;
  }

  #labelOfComponent(uid: string, item: ComponentBody): string {
    for (const [name, kind] of shapeFields(this.#shapeOf(uid))) {
      const value = own(item, name);
      if (kind.kind === 'text' && typeof value === 'string' && value) return value.slice(0, LABEL_LENGTH);
    }
    return '';
  }

  /** A component that came or went, without the passwords in it. */
  #shown(uid: string, item: ComponentBody): { [attribute: string]: JsonValue } {
    if (this.#secrets) return item as { [attribute: string]: JsonValue };
    const fields = shapeFields(this.#shapeOf(uid));
    const shown = Object.entries(item).flatMap(([name, value]): [string, BodyValue][] => {
      const kind = fields.get(name);
      return kind?.kind === 'secret' ? [] : [[name, this.#shownValue(kind, value)]];
    });
    return Object.fromEntries(shown) as { [attribute: string]: JsonValue };
  }

  #shownValue(kind: FieldKind | undefined, value: BodyValue): BodyValue {
    if (kind?.kind !== 'component' || value === null) return value;
    const one = (item: ComponentBody) =>
      this.#shown(String(item.__component ?? kind.field.components[0] ?? ''), item);
    return Array.isArray(value) ? (value as ComponentBody[]).map(one) : one(value as ComponentBody);
  }
}

const NO_SHAPE: ShapePlan = { table: '', columns: [], components: [], componentTable: null, links: [] };

interface Kinds {
  before: FieldKind | undefined;
  after: FieldKind | undefined;
}

/** What both schemas agree on; where only one knows the field, what that one says. */
function commonKind({ before, after }: Kinds): FieldKind | null {
  if (before && after) return sameKind(before, after) ? after : null;
  return after ?? before ?? null;
}

function typeOf(kind: FieldKind | undefined): string | null {
  return kind && 'type' in kind ? kind.type : null;
}

/** A field may be called `constructor`. */
function own(body: Body, name: string): BodyValue {
  return Object.hasOwn(body, name) ? (body[name] ?? null) : null;
}

function listOf<T extends Link | ComponentBody>(value: BodyValue): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}
