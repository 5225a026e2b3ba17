import type { RestoreSelection } from '../../shared/contracts/restores';
import type { SiteImage } from '../comparer/site-image';
import { EDITED } from './random-edits';

/** Attributes that say the same in all locales of a document. */
const SHARED: Record<string, string[]> = { scalars: ['whole', 'album'], assemblies: ['sharedSingle'] };
/** A target of one to one has one owner: who gets it back takes it from whoever has it, selected or not. */
const TAKEN_FROM_OTHERS = new Set(['hubs_one_two_way_lnk']);

/** Attribute by join table of those types' own relations. */
export type JoinAttributes = Map<string, string>;

/** Tells what a restore of this selection may change, from what the site held before it. */
export class SelectedRows {
  readonly #live: Set<string>;

  constructor(
    private readonly selection: RestoreSelection,
    live: SiteImage,
    private readonly joins: JoinAttributes,
  ) {
    this.#live = new Set(live.rows.keys());
  }

  /** What of an image no such restore may change. */
  outside(image: SiteImage): SiteImage {
    const rows = new Map<string, SiteImage['rows'] extends Map<string, infer Row> ? Row : never>();
    for (const [key, row] of image.rows) {
      if (this.#mayChangeRow(key)) continue;
      const cells = Object.entries(row.cells).filter(([column]) => !this.#mayChange(`${key}.${column}`));
      rows.set(key, { ...row, cells: Object.fromEntries(cells) });
    }
    return { ...image, rows, links: this.#linksOutside(image), orders: this.#ordersOutside(image) };
  }

  #linksOutside({ links }: SiteImage): SiteImage['links'] {
    const kept: SiteImage['links'] = new Map();
    for (const [name, set] of links) {
      if (!this.#isKeptOwner(set.owner, set.joinTable)) continue;
      const members = set.members.filter((member) => !this.#isSelected(rootOf(member)));
      if (members.length > 0) kept.set(name, { ...set, members });
    }
    return kept;
  }

  #ordersOutside({ orders }: SiteImage): SiteImage['orders'] {
    const kept: SiteImage['orders'] = new Map();
    for (const [name, order] of orders) {
      if (!this.#isKeptOwner(order.owner, order.joinTable)) continue;
      const ranked = order.ranked.filter(({ member }) => !this.#isSelected(rootOf(member)));
      if (ranked.length > 1) kept.set(name, { ...order, ranked });
    }
    return kept;
  }

  #isKeptOwner(owner: string, joinTable: string): boolean {
    if (TAKEN_FROM_OTHERS.has(joinTable)) return false;
    const attribute = this.joins.get(joinTable);
    return !this.#mayChangeRow(owner) && !this.#mayChange(attribute ? `${owner}.${attribute}` : owner);
  }

  /** The whole row, a component's through the field it stands in. */
  #mayChangeRow(key: string): boolean {
    const root = rootOf(key);
    if (this.#isSelected(root) && !this.#live.has(root)) return true;
    return key === root
      ? this.#isSelected(root) && !this.selection.fields && this.selection.mode !== 'skip'
      : this.#mayChange(key);
  }

  /** `<row's key>.<attribute or column>…` */
  #mayChange(place: string): boolean {
    const root = rootOf(place);
    const attribute = /^[^.[]*/.exec(place.slice(root.length + 1))![0];
    const { mode, fields } = this.selection;
    if (mode === 'skip') return this.#isSelected(root) && !this.#live.has(root);
    if (fields && !fields.includes(attribute)) return false;
    return this.#isSelected(root) || this.#sharesWithSelected(root, attribute);
  }

  #sharesWithSelected(root: string, attribute: string): boolean {
    const [table, documentId, , status] = root.split(':');
    if (!SHARED[table!]?.includes(attribute)) return false;
    return ['en', 'fr'].some((locale) => this.#isSelected(`${table}:${documentId}:${locale}:${status}`));
  }

  isSelected(key: string): boolean {
    return this.#isSelected(rootOf(key));
  }

  #isSelected(root: string): boolean {
    const [table = '', documentId = '', locale = '', status] = root.split(':');
    const { contentTypes, documentIds, locales, status: wanted } = this.selection;
    const name = Object.entries(EDITED).find(([, one]) => one === table)?.[0];
    if (!name) return false;
    if (contentTypes && !contentTypes.includes(`api::${name}.${name}`)) return false;
    if (documentIds && !documentIds.includes(documentId)) return false;
    if (locales && locale !== '-' && !locales.includes(locale)) return false;
    if (!wanted || table === 'plains' || status === wanted) return true;
    // The draft of a published entry comes along where there is none.
    return status === 'draft' && !this.#live.has(root);
  }
}

export function rootOf(key: string): string {
  const end = key.indexOf('.');
  return end === -1 ? key.replace(/#\d+$/, '') : key.slice(0, end);
}
