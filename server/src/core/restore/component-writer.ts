import { COMPONENT_COLUMNS as CMP } from '../snapshot/read-plan';
import type { ReadPlan, ShapePlan } from '../snapshot/read-plan';
import type { Body, ComponentBody } from '../snapshot/record';
import type { RowIds } from './row-ids';
import { RowValues } from './row-values';
import type { RowTarget } from './row-values';
import type { Tables } from './tables';

/** A row whose components and links are to be written. */
export interface Owner {
  id: number;
  body: Body | ComponentBody;
}

/** Component rows that were just written and whose links are still to come. */
export interface WrittenComponents {
  uid: string;
  owners: Owner[];
}

/**
 * Components are written anew, level by level: nothing outside a document can point at its component rows,
 * so their ids may change.
 */
export class ComponentWriter {
  constructor(
    private readonly tables: Tables,
    private readonly ids: RowIds,
    private readonly live: ReadPlan,
    private readonly snapshot: ReadPlan,
    private readonly target: RowTarget,
  ) {}

  /** Writes all components below `owners`; gives them back for their links to be written. */
  async write(live: ShapePlan, snapshot: ShapePlan, owners: Owner[]): Promise<WrittenComponents[]> {
    const placed = this.#place(live, snapshot, owners);
    if (placed.length === 0 || !live.componentTable) return [];
    const written: WrittenComponents[] = [];
    const joins: unknown[][] = [];
    for (const [uid, places] of groupByComponent(placed)) {
      const shape = this.live.components[uid];
      const before = this.snapshot.components[uid];
      if (!shape || !before) continue;
      const ids = await this.ids.draw(shape.table, places.length);
      const values = new RowValues(this.target, shape, before);
      const rows = places.map(({ body }, index) => [
        ids[index]!,
        ...values.of({ uid, name: `row ${ids[index]!}`, body }),
      ]);
      await this.tables.insert(shape.table, ['id', ...values.names], rows);
      const children = places.map(({ body }, index) => ({ id: ids[index]!, body }));
      places.forEach(({ owner, field, order }, index) => {
        joins.push([owner, ids[index]!, uid, field, order]);
      });
      written.push({ uid, owners: children }, ...(await this.write(shape, before, children)));
    }
    const columns = [CMP.entity, CMP.component, CMP.type, CMP.field, CMP.order];
    await this.tables.insert(live.componentTable, columns, joins);
    return written;
  }

  /** Removes the components of rows, in these fields or in all, with everything below them. */
  async remove(shape: ShapePlan, ownerIds: number[], fields?: string[]): Promise<void> {
    if (!shape.componentTable || ownerIds.length === 0) return;
    const rows = await this.tables.selectWhereIn<{
      id: number;
      cmp_id: number;
      component_type: string;
      field: string;
    }>(shape.componentTable, ['id', CMP.component, CMP.type, CMP.field], CMP.entity, ownerIds);
    const doomed = rows.filter(({ field }) => !fields || fields.includes(field));
    const byType = new Map<string, number[]>();
    for (const { component_type: uid, cmp_id: id } of doomed) {
      const list = byType.get(uid);
      if (list) list.push(Number(id));
      else byType.set(uid, [Number(id)]);
    }
    await this.tables.deleteWhereIn(
      shape.componentTable,
      'id',
      doomed.map(({ id }) => Number(id)),
    );
    for (const [uid, ids] of byType) {
      const component = this.live.components[uid];
      if (!component) continue;
      await this.remove(component, ids);
      await removeClaimedLinks(this.tables, component, ids);
      await this.tables.deleteWhereIn(component.table, 'id', ids);
    }
  }

  #place(live: ShapePlan, snapshot: ShapePlan, owners: Owner[]): Placed[] {
    const known = new Set(snapshot.components.map(({ attribute }) => attribute));
    const placed: Placed[] = [];
    for (const field of live.components) {
      if (!known.has(field.attribute)) continue;
      for (const { id, body } of owners) {
        const value = body[field.attribute] as ComponentBody | ComponentBody[] | null | undefined;
        if (value === null || value === undefined) continue;
        const list = Array.isArray(value) ? value : [value];
        list.forEach((component, index) => {
          const uid = field.kind === 'zone' ? String(component.__component) : field.components[0]!;
          placed.push({ uid, owner: id, field: field.attribute, order: index + 1, body: component });
        });
      }
    }
    return placed;
  }
}

interface Placed {
  uid: string;
  owner: number;
  field: string;
  /** 1 for the first, as Strapi counts. */
  order: number;
  body: ComponentBody;
}

function groupByComponent(placed: Placed[]): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const place of placed) {
    const group = groups.get(place.uid);
    if (group) group.push(place);
    else groups.set(place.uid, [place]);
  }
  return groups;
}

/** Polymorphic rows name their owner without a foreign key, so no cascade removes them. */
export async function removeClaimedLinks(tables: Tables, shape: ShapePlan, ids: number[]): Promise<void> {
  for (const link of shape.links) {
    if (link.kind !== 'morphBy') continue;
    await tables.deleteWhereIn(link.table, link.idColumn, ids, { [link.typeColumn]: link.typeValue });
  }
}
