import fc from 'fast-check';

import { documents } from '../site/documents';
import type { ZooSite } from './zoo-site';

/** Types that random edits touch, by name, with their tables. Links point from each to `target` and among hubs. */
export const EDITED = {
  scalar: 'scalars',
  plain: 'plains',
  hub: 'hubs',
  target: 'targets',
  assembly: 'assemblies',
} as const;
type Name = keyof typeof EDITED;

const LOCALIZED = new Set<Name>(['scalar', 'assembly']);
const WITH_DRAFTS = new Set<Name>(['scalar', 'hub', 'target', 'assembly']);

/** Everything in it is a small number; what it comes to depends on what is there when it is made. */
export interface Edit {
  action: 'create' | 'update' | 'publish' | 'unpublish' | 'delete' | 'deleteLocale';
  name: Name;
  locale: 'en' | 'fr';
  /** Which of the documents that there are. */
  pick: number;
  /** What its fields get. */
  seed: number;
  /** Which documents and files it points at. */
  links: number[];
}

const edit = (actions: Edit['action'][]): fc.Arbitrary<Edit> =>
  fc.record({
    action: fc.constantFrom(...actions),
    name: fc.constantFrom(...(Object.keys(EDITED) as Name[])),
    locale: fc.constantFrom('en' as const, 'fr' as const),
    pick: fc.nat(20),
    seed: fc.nat(5),
    links: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
  });

export const beginnings = fc.array(edit(['create', 'create', 'publish', 'publish', 'update']), {
  minLength: 6,
  maxLength: 16,
});
export const edits = fc.array(
  edit(['create', 'update', 'update', 'publish', 'unpublish', 'delete', 'delete', 'deleteLocale']),
  { minLength: 1, maxLength: 10, size: 'max' },
);

export class RandomEditor {
  constructor(
    private readonly site: ZooSite,
    /** Row ids of files. */
    private readonly files: number[],
  ) {}

  async make(all: Edit[]): Promise<void> {
    for (const one of all) await this.#make(one);
  }

  /** documentIds in the order in which they were made. */
  async documentIds(name: Name): Promise<string[]> {
    const rows = (await this.site.strapi.db
      .connection(EDITED[name])
      .select('document_id')
      .groupBy('document_id')
      .min({ first: 'id' })
      .orderBy('first')) as { document_id: string }[];
    return rows.map(({ document_id: id }) => id);
  }

  async #make({ action, name, pick, seed, links, ...rest }: Edit): Promise<void> {
    const on = documents(this.site, `api::${name}.${name}`);
    const locale = LOCALIZED.has(name) ? { locale: rest.locale } : {};
    const data = await this.#data(name, seed, links);
    const known = await this.documentIds(name);
    const documentId = known[pick % Math.max(1, known.length)];
    if (action === 'create' || documentId === undefined) return void (await on.create({ ...locale, data }));
    const place = { documentId, ...locale };
    switch (action) {
      case 'update':
        return void (await on.update({ ...place, data }));
      case 'delete':
        return void (await on.delete({ documentId, ...(LOCALIZED.has(name) ? { locale: '*' } : {}) }));
      case 'deleteLocale':
        return void (await on.delete(place));
      case 'publish':
        if (WITH_DRAFTS.has(name) && (await on.findOne(place))) await on.publish(place);
        return;
      case 'unpublish':
        if (WITH_DRAFTS.has(name)) await on.unpublish(place);
    }
  }

  async #data(name: Name, seed: number, links: number[]): Promise<Record<string, unknown>> {
    const targets = chosen(await this.documentIds('target'), links);
    const files = chosen(this.files, links);
    const card = (title: string) => ({ title, targets, picture: files[0] ?? null });
    switch (name) {
      case 'target':
        return { name: `target ${seed}` };
      case 'plain':
        return {
          line: `line ${seed}`,
          whole: seed,
          anything: { seed, links },
          album: files,
          picture: files[0] ?? null,
        };
      case 'scalar':
        return { line: `line ${seed}`, whole: seed, album: files };
      case 'hub': {
        const hubs = chosen(await this.documentIds('hub'), links);
        const [target = null] = targets;
        const many = { manyTwoWay: targets, manyOneWay: targets, friends: hubs };
        return {
          name: `hub ${seed}`,
          ...many,
          towardsOne: target,
          oneTwoWay: target,
          parent: hubs[0] ?? null,
        };
      }
      case 'assembly':
        return {
          title: `title ${seed}`,
          sharedSingle: seed % 2 ? card(`shared ${seed}`) : null,
          many: links.map((link) => ({
            title: `many ${link}`,
            seconds: [{ title: `second ${seed}`, target: targets[0] ?? null }],
          })),
          zone: links.map((link) =>
            link % 2
              ? { __component: 'zoo.card', ...card(`zone ${link}`) }
              : { __component: 'zoo.first', title: `zone ${seed}` },
          ),
        };
    }
  }
}

function chosen<T>(from: T[], picks: number[]): T[] {
  return [
    ...new Set(picks.map((pick) => from[pick % Math.max(1, from.length)]).filter((one) => one !== undefined)),
  ];
}
