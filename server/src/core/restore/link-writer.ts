import type { Problem } from '../../../../shared/contracts/errors';
import { MORPH_FIELD, MORPH_ORDER } from '../snapshot/read-plan';
import type { LinkPlan, ShapePlan, TypePlan } from '../snapshot/read-plan';
import type { Link } from '../snapshot/record';
import type { Owner } from './component-writer';
import type { LinkTargets } from './link-targets';
import type { Tables } from './tables';

/** Writes the links that rows own, with Strapi's own order numbers on both sides. */
export class LinkWriter {
  readonly problems: Problem[] = [];
  readonly #reported = new Set<string>();

  constructor(
    private readonly tables: Tables,
    private readonly targets: LinkTargets,
  ) {}

  /**
   * `replace`: the owners may have links already, which the snapshot's take the place of.
   * `settled`: documents of the owners' type that the restore leaves as the snapshot has them, itself or because they
   * were so already: what they hold is not taken from them.
   */
  async write(
    live: ShapePlan,
    snapshot: ShapePlan,
    owners: Owner[],
    replace: boolean,
    place: string,
    settled: Set<string> = new Set(),
  ): Promise<void> {
    const known = new Set(snapshot.links.map(({ attribute }) => attribute));
    const links = live.links.filter(({ attribute }) => known.has(attribute));
    if (links.length === 0 || owners.length === 0) return;
    const ids = owners.map(({ id }) => id);
    if (replace) for (const link of links) await this.#clear(live, link, ids);
    for (const link of links) {
      const wanted = owners.flatMap(({ id, body }) =>
        ((body[link.attribute] ?? []) as Link[]).map((target) => ({ owner: id, target })),
      );
      await this.targets.load(wanted.map(({ target }) => target));
      const found = wanted.flatMap(({ owner, target }) => {
        const row = this.targets.find(target);
        if (row === null) this.#report(place, link.attribute, target);
        return row === null ? [] : [{ owner, target, row }];
      });
      const free = 'exclusive' in link ? await this.#leaveToOutsiders(live, link, found, place) : found;
      if ('exclusive' in link) await this.#takeFromOthers(live, link, free, settled);
      await this.#insert(live, link, free);
    }
  }

  async #clear(shape: ShapePlan, link: LinkPlan, ids: number[]): Promise<void> {
    switch (link.kind) {
      case 'table':
        return this.tables.deleteWhereIn(link.table, link.source, ids);
      case 'morphBy':
        return this.tables.deleteWhereIn(link.table, link.idColumn, ids, {
          [link.typeColumn]: link.typeValue,
          [MORPH_FIELD]: link.attribute,
        });
      case 'morphTable':
        return this.#clearUnclaimed(link, ids);
      case 'column':
        return this.#setAll(shape, ids, { [link.column]: null });
      case 'morphColumn':
        return this.#setAll(shape, ids, { [link.idColumn]: null, [link.typeColumn]: null });
    }
  }

  async #clearUnclaimed(link: Extract<LinkPlan, { kind: 'morphTable' }>, ids: number[]): Promise<void> {
    const rows = await this.tables.selectWhereIn<Record<string, unknown>>(
      link.table,
      ['id', link.typeColumn, MORPH_FIELD],
      link.source,
      ids,
    );
    const claimed = new Set(link.claimed.map(({ uid, field }) => `${uid} ${field}`));
    const own = rows.filter(
      (row) => !claimed.has(`${String(row[link.typeColumn])} ${String(row[MORPH_FIELD])}`),
    );
    await this.tables.deleteWhereIn(
      link.table,
      'id',
      own.map(({ id }) => Number(id)),
    );
  }

  async #setAll(shape: ShapePlan, ids: number[], values: Record<string, null>): Promise<void> {
    for (const id of ids) await this.tables.update(shape.table, id, values);
  }

  /** What an entry outside of the project holds is not taken from it. */
  async #leaveToOutsiders(
    shape: ShapePlan & Partial<Pick<TypePlan, 'scope'>>,
    link: ExclusiveLink,
    found: Found[],
    place: string,
  ): Promise<Found[]> {
    const { scope } = shape;
    if (!scope || found.length === 0) return found;
    const owners = new Set(found.map(({ owner }) => owner));
    const holders = (await this.#holdersOf(shape, link, found)).filter(({ owner }) => !owners.has(owner));
    if (holders.length === 0) return found;
    const ids = holders.map(({ owner }) => owner);
    const inside = (await this.tables
      .on(shape.table)
      .select('id')
      .whereIn('id', ids)
      .whereRaw(`id in (${scope.sql})`, scope.bindings)) as { id: number }[];
    const own = new Set(inside.map(({ id }) => Number(id)));
    const held = new Set(holders.filter(({ owner }) => !own.has(owner)).map(({ row }) => row));
    for (const { row, target } of found) if (held.has(row)) this.#reportHeld(place, link.attribute, target);
    return found.filter(({ row }) => !held.has(row));
  }

  async #holdersOf(shape: ShapePlan, link: ExclusiveLink, found: Found[]): Promise<Holder[]> {
    const [table, source, target] =
      link.kind === 'table' ? [link.table, link.source, link.target] : [shape.table, 'id', link.column];
    const targets = found.map(({ row }) => row);
    const rows = await this.tables.selectWhereIn<Record<string, number>>(
      table,
      [source, target],
      target,
      targets,
    );
    return rows.map((row) => ({ owner: Number(row[source]), row: Number(row[target]) }));
  }

  /** As Strapi does when a one-to-one target gets another owner. */
  async #takeFromOthers(
    shape: ShapePlan,
    link: ExclusiveLink,
    found: Found[],
    settled: Set<string>,
  ): Promise<void> {
    const owners = new Set(found.map(({ owner }) => owner));
    const holders = await this.#holdersOf(shape, link, found);
    const others = holders.map(({ owner }) => owner).filter((id) => !owners.has(id));
    if (others.length === 0) return;
    const rows = await this.tables.selectWhereIn<{ id: number; document_id: string | null }>(
      shape.table,
      ['id', 'document_id'],
      'id',
      others,
    );
    const robbed = rows.filter(({ document_id: id }) => !settled.has(id ?? '')).map(({ id }) => Number(id));
    await this.#clear(shape, link, robbed);
  }

  async #insert(shape: ShapePlan, link: LinkPlan, found: Found[]): Promise<void> {
    switch (link.kind) {
      case 'table':
        return this.#insertJoins(link, found);
      case 'morphBy':
        return this.tables.insert(
          link.table,
          [link.target, link.idColumn, link.typeColumn, MORPH_FIELD, MORPH_ORDER],
          found.map(({ owner, target, row }) => [
            row,
            owner,
            link.typeValue,
            link.attribute,
            target.o ?? null,
          ]),
        );
      case 'morphTable':
        return this.tables.insert(
          link.table,
          [link.source, link.idColumn, link.typeColumn, MORPH_FIELD, MORPH_ORDER],
          found.map(({ owner, target, row }) => [owner, row, target.t, target.f ?? null, target.o ?? null]),
        );
      case 'column':
        for (const { owner, row } of found)
          await this.tables.update(shape.table, owner, { [link.column]: row });
        return;
      case 'morphColumn':
        for (const { owner, row, target } of found) {
          await this.tables.update(shape.table, owner, { [link.idColumn]: row, [link.typeColumn]: target.t });
        }
    }
  }

  async #insertJoins(link: Extract<LinkPlan, { kind: 'table' }>, found: Found[]): Promise<void> {
    const columns = [link.source, link.target];
    if (link.order) columns.push(link.order);
    if (link.inverseOrder) columns.push(link.inverseOrder);
    const rows = unique(found).map(({ owner, target, row }) => {
      const values: (number | null)[] = [owner, row];
      if (link.order) values.push(target.o ?? null);
      if (link.inverseOrder) values.push(target.i ?? null);
      return values;
    });
    await this.tables.insert(link.table, columns, rows);
  }

  #reportHeld(place: string, attribute: string, { t, d }: Link): void {
    this.problems.push({
      code: 'link_place_taken',
      message:
        `${place}.${attribute} pointed at ${t} ${d}, which belongs to an entry outside of the project by now. ` +
        'The link was left out.',
      item: `${place}.${attribute} → ${t} ${d}`,
    });
  }

  #report(place: string, attribute: string, target: Link): void {
    const item = `${place}.${attribute} → ${target.t} ${target.d}`;
    if (this.#reported.has(item)) return;
    this.#reported.add(item);
    this.problems.push({
      code: 'link_target_missing',
      message:
        `${place}.${attribute} pointed at ${target.t} ${target.d}` +
        `${target.l ? ` (${target.l})` : ''}, which the site does not have. ` +
        'The link was left out; restore that entry too, then this one again.',
      item,
    });
  }
}

/** One to one. */
type ExclusiveLink = Extract<LinkPlan, { kind: 'table' | 'column' }>;

interface Holder {
  owner: number;
  /** What it points at. */
  row: number;
}

interface Found {
  owner: number;
  target: Link;
  row: number;
}

/** Join tables hold a pair at most once. */
function unique(found: Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter(({ owner, row }) => {
    const pair = `${owner} ${row}`;
    if (seen.has(pair)) return false;
    seen.add(pair);
    return true;
  });
}
