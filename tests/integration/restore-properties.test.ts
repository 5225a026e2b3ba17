import fc from 'fast-check';

import type { RestoreSelection } from '../../shared/contracts/restores';
import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import { backUp, restore } from '../site/keepsake';
import { beginnings, EDITED, edits, RandomEditor } from '../zoo/random-edits';
import { SelectedRows } from '../zoo/selected-rows';
import type { JoinAttributes } from '../zoo/selected-rows';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { fillMedia } from '../zoo/zoo-media';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const IDENTICAL = 'No differences.';
/** Each run is a backup and a restore. No limit of time: fast-check would leave a restore under way behind. */
const RUNS = { numRuns: 25 };

const uid = (name: string) => `api::${name}.${name}`;

/** Mostly absent: what is narrowed in every way at once restores nothing. */
const part = <T>(arbitrary: fc.Arbitrary<T>, absent = 3) =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** `picks` stand for documents, chosen among those that the backup has. */
const selections = fc.record({
  mode: fc.constantFrom('skip' as const, 'overwrite' as const, 'mirror' as const),
  contentTypes: part(fc.uniqueArray(fc.constantFrom(...Object.keys(EDITED).map(uid)), { minLength: 1 })),
  picks: part(fc.array(fc.nat(20), { minLength: 1, maxLength: 4 })),
  locales: part(fc.constantFrom('en', 'fr').map((locale) => [locale])),
  status: fc.constantFrom(undefined, 'draft' as const, 'published' as const),
  fields: part(
    fc.uniqueArray(fc.constantFrom('whole', 'album', 'line', 'manyTwoWay', 'zone', 'sharedSingle', 'name'), {
      minLength: 1,
    }),
    1,
  ),
  withInverse: fc.boolean(),
});

describe('Whatever was edited after a backup', () => {
  let app: ZooApp;
  let site: ZooSite;
  let editor: RandomEditor;
  let joins: JoinAttributes;

  beforeAll(async () => {
    app = createZooApp();
    site = await openZooSite(app.folder, null);
    await site.strapi.plugin('i18n').service('locales').create({ code: 'fr', name: 'French (fr)' });
    editor = new RandomEditor(
      site,
      (await fillMedia(site.strapi)).map(({ id }) => id),
    );
    joins = joinAttributes(site);
  });

  afterAll(async () => {
    await site?.close();
    app.remove();
  });

  beforeEach(() => wipe(site));

  const show = (before: SiteImage, after: SiteImage) => formatDifferences(compareSites(before, after), 20);

  it('a restore in mode mirror makes the content identical', async () => {
    const property = fc.asyncProperty(beginnings, edits, async (first, later) => {
      await editor.make(first);
      const { documentId } = await backUp(site);
      const before = await site.capture();
      await editor.make(later);
      await restore(site, documentId, { mode: 'mirror' });
      expect(show(before, await site.capture())).toBe(IDENTICAL);
    });
    await fc.assert(
      property.afterEach(() => wipe(site)),
      RUNS,
    );
  });

  it('a restore of a part changes nothing outside of it, and leaves no entry in pieces', async () => {
    const property = fc.asyncProperty(
      beginnings,
      edits,
      selections,
      async (first, later, { picks, ...chosen }) => {
        await editor.make(first);
        const { documentId } = await backUp(site);
        const all = (
          await Promise.all(Object.keys(EDITED).map((name) => editor.documentIds(name as never)))
        ).flat();
        await editor.make(later);
        const damaged = await site.capture();
        const documentIds = picks?.map((pick) => all[pick % all.length]!);
        const selection: RestoreSelection = { ...chosen, documentIds };
        const outcome = await restore(site, documentId, selection).catch((error: { code?: string }) => error);
        // Chosen fields that none of the chosen types has.
        if ('code' in outcome && outcome.code === 'field_unknown') return;
        expect(outcome).toHaveProperty('problems');
        const after = await site.capture();
        const selected = new SelectedRows(selection, damaged, joins);
        expect(show(selected.outside(damaged), selected.outside(after))).toBe(IDENTICAL);
        expect(withoutDrafts(after)).toEqual(withoutDrafts(damaged));
        expect(disagreeing(after)).toEqual([]);
      },
    );
    await fc.assert(
      property.afterEach(() => wipe(site)),
      RUNS,
    );
  });
});

/** Published rows of types with drafts that have none. */
function withoutDrafts({ rows }: SiteImage): string[] {
  const tables = [EDITED.scalar, EDITED.hub, EDITED.target, EDITED.assembly].join('|');
  const published = [...rows.keys()].filter((key) => new RegExp(`^(${tables}):[^.]*:published$`).test(key));
  return published.filter((key) => !rows.has(key.replace(/published$/, 'draft')));
}

/** Documents whose drafts say different things in a field that is not localized. */
function disagreeing({ rows }: SiteImage): string[] {
  const values = new Map<string, Set<string | undefined>>();
  for (const [key, { cells }] of rows) {
    const document = /^(scalars:[^:]*):[^:]*:draft$/.exec(key)?.[1];
    if (document) values.set(document, (values.get(document) ?? new Set()).add(cells.whole));
  }
  return [...values].filter(([, found]) => found.size > 1).map(([document]) => document);
}

/** Past Strapi and past the plugin: each run begins with no content, whatever became of the one before it. */
async function wipe({ strapi }: ZooSite): Promise<void> {
  const uids = [...Object.keys(EDITED).map(uid), ...Object.keys(strapi.components)];
  for (const one of uids) await strapi.db.connection(strapi.db.metadata.get(one).tableName).delete();
  await strapi.db.connection('files_related_mph').delete();
}

function joinAttributes({ strapi }: ZooSite): JoinAttributes {
  const joins: JoinAttributes = new Map();
  for (const name of Object.keys(EDITED)) {
    const { attributes } = strapi.db.metadata.get(uid(name));
    for (const [attribute, definition] of Object.entries(attributes)) {
      const { joinTable, mappedBy } = definition as { joinTable?: { name: string }; mappedBy?: string };
      if (joinTable && !mappedBy) joins.set(joinTable.name, attribute);
    }
  }
  // One table for all fields of all types: its owners' keys name the field.
  joins.delete('files_related_mph');
  return joins;
}
