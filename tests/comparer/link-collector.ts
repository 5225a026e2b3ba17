import { Ordinals } from './row-keys';
import type { LinkOrder, LinkSet, RankedMember } from './site-image';

interface Group {
  joinTable: string;
  column: string;
  owner: string;
  members: { member: string; order: number }[];
}

/** Gathers the links of a site, row by row, into sets and orders. */
export class LinkCollector {
  private readonly sets = new Map<string, LinkSet>();
  private readonly groups = new Map<string, Group>();

  link(joinTable: string, owner: string, member: string): void {
    const name = `${owner} ${joinTable}`;
    const set = this.sets.get(name) ?? { joinTable, owner, members: [] };
    this.sets.set(name, set);
    set.members.push(member);
  }

  /** @param within what the rank is counted in, empty for all of the owner's links */
  place(
    joinTable: string,
    column: string,
    owner: string,
    within: string,
    member: string,
    order: unknown,
  ): void {
    const name = `${owner} ${joinTable}.${column}${within && ` within ${within}`}`;
    const group = this.groups.get(name) ?? { joinTable, column, owner, members: [] };
    this.groups.set(name, group);
    // No number sorts first, as the databases' own `order by` does in SQLite and MySQL.
    group.members.push({ member, order: order === null ? -Infinity : Number(order) });
  }

  links(): Map<string, LinkSet> {
    for (const set of this.sets.values()) {
      const ordinals = new Ordinals();
      set.members = set.members.map((member) => ordinals.of(member));
    }
    return this.sets;
  }

  orders(): Map<string, LinkOrder> {
    const orders = new Map<string, LinkOrder>();
    for (const [name, { joinTable, column, owner, members }] of this.groups) {
      if (members.length > 1) orders.set(name, { joinTable, column, owner, ranked: ranks(members) });
    }
    return orders;
  }
}

function ranks(members: Group['members']): RankedMember[] {
  const sorted = [...members].sort((a, b) => a.order - b.order || (a.member < b.member ? -1 : 1));
  const ordinals = new Ordinals();
  let rank = 0;
  let last: number | undefined;

  return sorted.map(({ member, order }) => {
    if (order !== last) rank += 1;
    last = order;
    return { member: ordinals.of(member), rank };
  });
}
