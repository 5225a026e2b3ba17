import fc from 'fast-check';

import type { Backup } from '../../shared/contracts/backups';
import type { ProjectRules, TypeRule } from '../../shared/contracts/projects';
import type { RestoreSelection } from '../../shared/contracts/restores';
import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import { documents } from '../site/documents';
import type { Entry } from '../site/documents';
import { backUp, restore } from '../site/keepsake';
import { elsewhere, foldersOf, foundByStrapi, heldBySnapshot, keyOf } from '../zoo/project-content';
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

/** Filters of every kind that Strapi takes: values, lists, logic, relations of both sides, media and components. */
const FILTERS: Record<string, object[]> = {
  scalar: [
    { line: { $in: ['line 0', 'line 1', 'line 2'] } },
    { whole: { $gt: 2 } },
    { $or: [{ line: 'line 4' }, { whole: { $lte: 1 } }] },
    { album: { name: { $containsi: 'LARGE' } } },
    { publishedAt: { $notNull: true } },
  ],
  plain: [{ $not: { line: { $eq: 'line 1' } } }, { whole: { $between: [1, 3] } }],
  hub: [
    { manyTwoWay: { name: { $in: ['target 0', 'target 1', 'target 2'] } } },
    { towardsOne: { name: { $notNull: true } } },
    { parent: { name: { $startsWith: 'hub' } } },
    { $and: [{ name: { $ne: 'hub 2' } }, { friends: { name: { $null: false } } }] },
  ],
  target: [{ hubs: { name: { $containsi: 'HUB' } } }, { name: { $notIn: ['target 3'] } }],
  assembly: [
    { title: { $endsWith: '1' } },
    { sharedSingle: { title: { $contains: 'shared' } } },
    { many: { seconds: { target: { name: { $notNull: true } } } } },
  ],
};

const typeRule = (name: string) =>
  fc.record(
    {
      uid: fc.constant(uid(name)),
      filters: fc.constantFrom(...FILTERS[name]!) as fc.Arbitrary<Record<string, unknown>>,
      locales: fc.constantFrom(['en'], ['fr'], ['en', 'fr']) as fc.Arbitrary<string[]>,
    },
    { requiredKeys: ['uid'] },
  );

const someRules: fc.Arbitrary<ProjectRules> = fc.record({
  types: fc
    .subarray(Object.keys(FILTERS), { minLength: 1 })
    .chain((names) => fc.tuple(...names.map(typeRule))),
  media: fc.constantFrom('all' as const, 'referenced' as const, 'referenced' as const, 'none' as const),
  users: fc.constant(false),
  settings: fc.constant(false),
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

  it('a project is what Strapi finds with its filters, and its restore changes nothing elsewhere', async () => {
    const mode = fc.constantFrom('mirror' as const, 'overwrite' as const);
    const property = fc.asyncProperty(
      beginnings,
      edits,
      someRules,
      mode,
      async (first, later, rules, how) => {
        await editor.make(first);
        const { documentId } = await backUpProject(site, rules);
        const found = await foundByStrapi(site, rules, populated);
        const held = await heldBySnapshot(site, documentId);
        expect(held.uids.filter((one) => one.startsWith('api::'))).toEqual(
          (rules.types as TypeRule[]).map((rule) => rule.uid).sort(),
        );
        expect([...held.records].sort()).toEqual([...found.records].sort());
        if (rules.media === 'referenced') {
          expect([...held.files].sort()).toEqual([...found.files].sort());
          expect([...held.folders].sort()).toEqual([...(await foldersOf(site, found.files))].sort());
        } else expect(held.files.size > 0).toBe(rules.media === 'all');

        await editor.make(later);
        const damaged = await site.capture();
        const { records: inside } = await foundByStrapi(site, rules);
        await restore(site, documentId, { mode: how });
        const after = await site.capture();
        const outside = (image: SiteImage) => elsewhere(site, image, damaged, inside);
        expect(show(outside(damaged), outside(after))).toBe(IDENTICAL);
        const made = [...after.rows.keys()].filter((key) => !damaged.rows.has(key) && isRecord(key));
        const known = new Set([...found.records].map((name) => keyOf(site, name)));
        expect(made.filter((key) => !known.has(key))).toEqual([]);
        // What came back is in the project again, and by a mirror nothing else is.
        const { records: now } = await foundByStrapi(site, rules);
        expect(made.filter((key) => ![...now].some((name) => keyOf(site, name) === key))).toEqual([]);
        expect(withoutDrafts(after).filter((key) => !withoutDrafts(damaged).includes(key))).toEqual([]);
      },
    );
    await fc.assert(
      property.afterEach(() => wipe(site)),
      // Shrinking takes a backup and a restore for each try.
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('a project comes with its root, belongs to whom that names, and brings back only what is still its own', async () => {
    const { strapi } = site;
    const rooted = site.service('rootedProjects');
    const follow = [{ uid: uid('target'), path: 'ownerHub' }];
    strapi.config.set('plugin::keepsake.projects', { contentType: uid('hub'), ownerField: 'user', follow });
    const [ada, bob] = [await endUser(site, 'ada'), await endUser(site, 'bob')];
    const [hubs, targets] = [documents(site, uid('hub')), documents(site, uid('target'))];
    await rooted.start();
    const mine = await hubs.create({ data: { name: 'Mine', user: ada.id } });
    const other = await hubs.create({ data: { name: 'Other', user: bob.id } });
    await rooted.settled();
    const listed = async ({ documentId: holder }: Entry) => {
      const caller = { kind: 'user' as const, holder, name: null, seesAll: false, may: async () => true };
      return (await site.service('projects').listFor(caller, 1, 10)).projects.map(({ name }) => name);
    };
    expect([await listed(ada), await listed(bob)]).toEqual([['Mine'], ['Other']]);

    const make = (name: string, hub: Entry) => targets.create({ data: { name, ownerHub: hub.documentId } });
    const [kept, moved, gone] = [
      await make('kept', mine),
      await make('moved', mine),
      await make('gone', mine),
    ];
    const foreign = await make('foreign', other);
    const { slug } = await site.service('projects').find(`hub-${mine.documentId}`);
    expect(await site.service('projectRules').counts(slug)).toMatchObject({ entries: 4 });
    const { done } = await site.service('backups').start({ project: slug, kind: 'manual', author: null });
    const { documentId } = (await done).backup;

    const change = (entry: Entry, data: object) => targets.update({ documentId: entry.documentId, data });
    await change(kept, { name: 'changed' });
    await change(moved, { name: 'moved and changed', ownerHub: other.documentId });
    await change(foreign, { name: 'changed too' });
    await targets.delete({ documentId: gone.documentId });
    const late = await make('late', mine);
    const { problems } = await restore(site, documentId, { mode: 'mirror' });
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'outside_project',
        item: `${uid('target')} ${moved.documentId} draft`,
      }),
    ]);
    const names = (await targets.findMany({ sort: 'name' })).map(({ name }) => name);
    expect(names).toEqual(['changed too', 'gone', 'kept', 'moved and changed']);
    expect(await targets.findOne({ documentId: late.documentId })).toBeNull();

    await hubs.update({ documentId: other.documentId, data: { user: ada.id } });
    await rooted.settled();
    expect([await listed(ada), await listed(bob)]).toEqual([['Mine', 'Other'], []]);
    await hubs.delete({ documentId: other.documentId });
    await hubs.delete({ documentId: mine.documentId });
    await rooted.settled();
    // What has a backup can come back.
    expect(await listed(ada)).toEqual(['Mine']);
    await restore(site, documentId, { mode: 'overwrite' });
    expect(await hubs.findOne({ documentId: mine.documentId })).toMatchObject({ name: 'Mine' });
    rooted.stop();
    strapi.config.set('plugin::keepsake.projects', undefined);
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

/** A row of content, not of a component or the library. */
function isRecord(key: string): boolean {
  return /^[^:]+:[^:]+:[^:]+:(draft|published)$/.test(key) && !key.startsWith('upload_');
}

/** Everything that random edits give files to. */
function populated(one: string): object {
  const all = { populate: '*' };
  if (one !== uid('assembly')) return '*' as unknown as object;
  return { sharedSingle: all, many: all, zone: { on: { 'zoo.card': all, 'zoo.first': all } } };
}

async function backUpProject(site: ZooSite, rules: ProjectRules): Promise<Backup> {
  const { slug } = await site.service('projectRules').create({ name: 'Part', slug: nextSlug(), rules });
  const { done } = await site.service('backups').start({ project: slug, kind: 'manual', author: null });
  return (await done).backup;
}

async function endUser({ strapi }: ZooSite, username: string): Promise<Entry & { id: number }> {
  const data = { username, email: `${username}@example.com`, provider: 'local', password: 'Password-123' };
  return strapi.db.query('plugin::users-permissions.user' as never).create({ data } as never) as never;
}

let projects = 0;

function nextSlug(): string {
  projects += 1;
  return `part-${projects}`;
}

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
