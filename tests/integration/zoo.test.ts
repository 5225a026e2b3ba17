import type { Core } from '@strapi/strapi';

import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import type { DatabaseClient, DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import type { ProjectRules } from '../../shared/contracts/projects';
import { documents } from '../site/documents';
import { backUp, restore } from '../site/keepsake';
import { adopt, archiveOf, recordHashes } from '../zoo/archive';
import type { Archive } from '../zoo/archive';
import { damageZoo, wipeZoo } from '../zoo/damage-zoo';
import { emptyTables } from '../zoo/empty-tables';
import { addSomeOfAll, fillZoo } from '../zoo/fill-zoo';
import { addOddRows } from '../zoo/odd-rows';
import { exportsOf } from '../zoo/exports-of';
import { elsewhere, foldersOf, foundByStrapi, heldBySnapshot } from '../zoo/project-content';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

type Filter = Record<string, unknown>;

const IDENTICAL = 'No differences.';
const WHOLE = { mode: 'mirror', users: true, settings: true } as const;

const sqlite = { name: 'SQLite', client: 'sqlite' as const, whySkip: () => null, start: async () => null };
const kinds = [sqlite, postgres, mariadb];

let app: ZooApp;
const servers = new Map<string, DatabaseServer | null>();
/** What each kind of database was filled with and backed up. */
const archives = new Map<string, { archive: Archive; image: SiteImage }>();

/** Exports of the zoo of Postgres, from wherever it was restored first. */
let reference: { json: string[]; csv: string[] } | null = null;

beforeAll(() => {
  app = createZooApp();
});

afterAll(async () => {
  for (const { archive } of archives.values()) archive.remove();
  for (const server of servers.values()) await server?.stop();
  app.remove();
});

async function open(kind: (typeof kinds)[number]): Promise<ZooSite> {
  if (!servers.has(kind.name)) servers.set(kind.name, await kind.start());
  return openZooSite(app.folder, servers.get(kind.name) ?? null);
}

async function differences(before: SiteImage, site: ZooSite): Promise<string> {
  return formatDifferences(compareSites(before, await site.capture()), 30);
}

interface Hub {
  documentId: string;
  oneTwoWay: { id: number; documentId: string } | null;
  leafByColumn: { id: number; documentId: string } | null;
}

function hubsOf(strapi: Core.Strapi) {
  return strapi.documents('api::hub.hub' as never) as unknown as {
    findMany(request: object): Promise<Hub[]>;
    findOne(request: object): Promise<Hub | null>;
    create(request: object): Promise<Hub>;
  };
}

/** The suite of a kind, or, where this machine cannot run it, its place with the reason. */
function describeOn(kind: (typeof kinds)[number], title: string, tests: () => void): void {
  const reason = kind.whySkip();
  if (reason) describe.skip(`${title} (${reason})`, tests);
  else describe(title, tests);
}

for (const kind of kinds) {
  describeOn(kind, `The zoo on ${kind.name}`, () => {
    let site: ZooSite;
    let before: SiteImage;
    let backupId: string;

    beforeAll(async () => {
      site = await open(kind);
      await fillZoo(site.strapi);
      await addOddRows(site.strapi, site.client);
      before = await site.capture();
      const backup = await backUp(site);
      backupId = backup.documentId;
      archives.set(kind.name, { archive: archiveOf(site, backupId), image: before });
    });

    afterAll(() => site?.close());

    it('has something in every table', async () => {
      expect(await emptyTables(site.strapi)).toEqual([]);
    });

    it('names what dangles in the backup, and fails at none of it', async () => {
      const { problems, notices } = await site.service('backups').details(backupId);
      expect(problems).toEqual([]);
      expect(notices.map(({ code, item }) => `${code} ${item}`).sort()).toEqual([
        'component_missing api::assembly.assembly.zone',
        'component_unknown api::assembly.assembly.zone',
        'dangling_link api::hub.hub.subjects',
        'dangling_link plugin::upload.file.related',
      ]);
    });

    it('is unchanged by the backup', async () => {
      const plan = await site.service('restores').plan(backupId, WHOLE);
      expect(plan.counts).toMatchObject({ create: 0, update: 0, delete: 0, files: 0 });
      expect(plan.problems).toEqual([]);
    });

    it.each([false, true])(
      'is identical after it was damaged everywhere (row ids kept: %s)',
      async (preserveIds) => {
        await damageZoo(site);
        expect(compareSites(before, await site.capture()).length).toBeGreaterThan(200);
        const { problems } = await restore(site, backupId, WHOLE, { preserveIds });
        expect(problems).toEqual([]);
        expect(await differences(before, site)).toBe(IDENTICAL);
      },
    );

    it('is identical after everything was deleted', async () => {
      await wipeZoo(site);
      const { problems } = await restore(site, backupId, WHOLE, { preserveIds: true });
      expect(problems).toEqual([]);
      expect(await differences(before, site)).toBe(IDENTICAL);
    });

    it('holds in a project what Strapi finds with its filters, and restores that alone', async () => {
      const names: Filter = { manyTwoWay: { name: { $notNull: true } } };
      const some: Filter = { $or: [{ line: { $containsi: 'A' } }, { whole: { $gt: 0 } }] };
      const rules: ProjectRules = {
        types: [
          { uid: 'api::hub.hub', filters: names },
          { uid: 'api::scalar.scalar', filters: some, locales: ['en', 'fr'] },
        ],
        media: 'referenced',
        users: false,
        settings: false,
      };
      const { slug } = await site.service('projectRules').create({ name: 'Part of the zoo', rules });
      const { done } = await site.service('backups').start({ project: slug, kind: 'manual', author: null });
      const { documentId } = (await done).backup;
      const found = await foundByStrapi(site, rules, () => '*' as unknown as object);
      const held = await heldBySnapshot(site, documentId);
      expect(held.records.size).toBeGreaterThan(3);
      expect([...held.records].sort()).toEqual([...found.records].sort());
      expect(held.files.size).toBeGreaterThan(0);
      expect([...held.files].sort()).toEqual([...found.files].sort());
      expect([...held.folders].sort()).toEqual([...(await foldersOf(site, found.files))].sort());
      expect(await site.service('projectRules').counts(slug)).toMatchObject({ files: held.files.size });

      const hubs = documents(site, 'api::hub.hub');
      const [first] = await hubs.findMany({ filters: names });
      await hubs.update({ documentId: first!.documentId, data: { name: 'changed' } });
      const targets = documents(site, 'api::target.target');
      const [target] = await targets.findMany({});
      await targets.update({ documentId: target!.documentId, data: { name: 'changed elsewhere' } });
      await hubs.create({ data: { name: 'new', manyTwoWay: [target!.documentId] } });
      const damaged = await site.capture();
      const { records: inside } = await foundByStrapi(site, rules);
      await restore(site, documentId, { mode: 'mirror' });
      const after = await site.capture();
      const outside = (image: SiteImage) => elsewhere(site, image, damaged, inside);
      expect(formatDifferences(compareSites(outside(damaged), outside(after)), 30)).toBe(IDENTICAL);
      const again = await foundByStrapi(site, rules);
      expect([...again.records].sort()).toEqual([...held.records].sort());
      expect((await hubs.findOne({ documentId: first!.documentId }))?.name).toBe(first!.name);
    });

    it('gives a single entry back what another one took from it', async () => {
      const hubs = hubsOf(site.strapi);
      const [first, , third] = await hubs.findMany({ sort: 'id', populate: '*' });
      const [target, leaf] = [first!.oneTwoWay!, third!.leafByColumn!];
      const thief = await hubs.create({
        data: { name: 'thief', oneTwoWay: target.documentId, leafByColumn: leaf.id },
      });
      const owners = [first!.documentId, third!.documentId];
      await restore(site, backupId, { mode: 'overwrite', documentIds: owners });
      const [one, , three] = await hubs.findMany({ sort: 'id', populate: '*' });
      expect(one).toMatchObject({ oneTwoWay: { id: target.id } });
      expect(three).toMatchObject({ leafByColumn: { id: leaf.id } });
      const robbed = await hubs.findOne({ documentId: thief.documentId, populate: '*' });
      expect(robbed).toMatchObject({ oneTwoWay: null, leafByColumn: null });
      await restore(site, backupId, WHOLE);
      expect(await differences(before, site)).toBe(IDENTICAL);
    });

    it('takes new entries after a restore', async () => {
      for (let count = 0; count < 3; count += 1) await addSomeOfAll(site.strapi);
      await restore(site, backupId, WHOLE);
      expect(await differences(before, site)).toBe(IDENTICAL);
    });
  });
}

for (const kind of kinds) {
  describeOn(kind, `An empty app on ${kind.name}`, () => {
    let site: ZooSite;

    beforeAll(async () => {
      site = await open(kind);
    });

    afterAll(() => site?.close());

    it(`becomes the zoo that was backed up on ${kind.name}`, async () => {
      const { archive, image } = archives.get(kind.name)!;
      await adopt(site, archive);
      const { problems } = await restore(site, archive.backupId, WHOLE);
      expect(problems).toEqual([]);
      expect(await differences(image, site)).toBe(IDENTICAL);
      if (kind === postgres) await expectSameExports(site);
    });

    for (const other of kinds.filter((one) => one !== kind && one.whySkip() === null)) {
      it(`becomes the zoo that was backed up on ${other.name}`, async () => {
        const { archive } = archives.get(other.name)!;
        await adopt(site, archive);
        const { problems } = await restore(site, archive.backupId, WHOLE);
        const { items, records } = expectedLosses(other.client, kind.client);
        expect(problems.map(({ code, item }) => `${code} ${item}`).sort()).toEqual(items);
        const again = await backUp(site);
        const wanted = await recordHashes(site, archive.backupId);
        const found = await recordHashes(site, again.documentId);
        expect(changedTypes(wanted, found)).toEqual(records);
        if (other === postgres) await expectSameExports(site);
      });
    }
  });
}

/** What one kind of database holds and another cannot: told as problems, and nothing else is different. */
function expectedLosses(from: DatabaseClient, to: DatabaseClient): { items: string[]; records: string[] } {
  if (to === 'sqlite') {
    // Decimals of more digits than a floating number has.
    const items = ['value_does_not_fit api::plain.plain.exact'];
    return { items, records: ['api::plain.plain', 'api::plain.plain'] };
  }
  if (from !== 'sqlite') return { items: [], records: [] };
  // JSON that is no JSON, and a number beyond 64 bits, which Strapi itself makes of -2^63 when it publishes.
  const items = ['value_does_not_fit api::plain.plain.anything', 'value_does_not_fit zoo.values.big'];
  return { items, records: ['api::assembly.assembly', 'api::plain.plain', 'api::plain.plain'] };
}

/** Keys are `<uid> <documentId> …`; whose documentId it is changes from run to run. */
function changedTypes(before: Map<string, string>, after: Map<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changed = [...keys].filter((key) => before.get(key) !== after.get(key));
  return changed.map((key) => key.split(' ')[0]!).sort();
}

/** The same content gives the same exports, whatever database it lies in. */
async function expectSameExports(site: ZooSite): Promise<void> {
  const found = await exportsOf(site);
  expect(found.json.length).toBeGreaterThan(20);
  expect(found.csv).toHaveLength(found.json.length);
  reference ??= found;
  const { json, csv } = reference;
  expect(found.json.filter((record) => !json.includes(record)).slice(0, 3)).toEqual([]);
  expect(found.csv.filter((row) => !csv.includes(row)).slice(0, 3)).toEqual([]);
  expect([found.json.length, found.csv.length]).toEqual([json.length, csv.length]);
}
