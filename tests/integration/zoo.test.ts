import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import type { DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import { backUp, restore } from '../site/keepsake';
import { adopt, archiveOf, recordHashes } from '../zoo/archive';
import type { Archive } from '../zoo/archive';
import { damageZoo, wipeZoo } from '../zoo/damage-zoo';
import { fillZoo } from '../zoo/fill-zoo';
import { addOddRows } from '../zoo/odd-rows';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const IDENTICAL = 'No differences.';
/** Written by Strapi's own clockwork, whenever it likes. */
const IGNORED = { ignoreRows: ['strapi_core_store_settings:plugin_upload_metrics'] };
const WHOLE = { mode: 'mirror', users: true, settings: true } as const;

const sqlite = { name: 'SQLite', whySkip: () => null, start: async () => null };
const kinds = [sqlite, postgres, mariadb];

let app: ZooApp;
const servers = new Map<string, DatabaseServer | null>();
/** What each kind of database was filled with and backed up. */
const archives = new Map<string, { archive: Archive; image: SiteImage }>();

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
  return formatDifferences(compareSites(before, await site.capture(), IGNORED), 30);
}

for (const kind of kinds) {
  const reason = kind.whySkip();
  if (reason) console.warn(`${kind.name} is not tested here: ${reason}`);

  (reason ? describe.skip : describe)(`The zoo on ${kind.name}`, () => {
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

    it('is unchanged by the backup', async () => {
      const plan = await site.service('restores').plan(backupId, WHOLE);
      expect(plan.counts).toMatchObject({ create: 0, update: 0, delete: 0, files: 0 });
      expect(plan.problems).toEqual([]);
    });

    it('is identical after it was damaged everywhere', async () => {
      await damageZoo(site);
      expect(compareSites(before, await site.capture()).length).toBeGreaterThan(200);
      const { problems } = await restore(site, backupId, WHOLE);
      expect(problems).toEqual([]);
      expect(await differences(before, site)).toBe(IDENTICAL);
    });

    it('is identical after everything was deleted', async () => {
      await wipeZoo(site);
      const { problems } = await restore(site, backupId, WHOLE, { preserveIds: true });
      expect(problems).toEqual([]);
      expect(await differences(before, site)).toBe(IDENTICAL);
    });
  });
}
