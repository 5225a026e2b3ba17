import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import type { DatabaseConnection, DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import { backUp, restore } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { damageZoo } from '../zoo/damage-zoo';
import { fillZoo } from '../zoo/fill-zoo';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { bootZoo, newFolder, zooEnvironment } from '../zoo/zoo-site';
import type { Place, ZooSite } from '../zoo/zoo-site';

/** How many places of the restore the process is killed at, evenly spread from its first statement to its last. */
const POINTS = 10;
const IDENTICAL = 'No differences.';
const WHOLE = { mode: 'mirror', users: true, settings: true } as const;

/**
 * Strapi writes settings that it misses at the next boot, and corrects them at the one after. It also goes on reading
 * for its events after an entry is written, and a process ends when its database is closed meanwhile.
 */
async function settle(site: Site): Promise<Site> {
  const { pool } = site.strapi.db.connection.client as { pool: { numUsed(): number } };
  do await setTimeout(200);
  while (pool.numUsed() > 0);
  return (await site.reboot()).reboot();
}

for (const kind of [postgres, mariadb]) {
  const reason = kind.whySkip();
  const title = `A process that is killed in the middle of a restore on ${kind.name}`;
  (reason ? describe.skip : describe)(`${title}${reason ? ` (${reason})` : ''}`, () => {
    let app: ZooApp;
    let server: DatabaseServer;
    let site: ZooSite | null = null;
    let folder: string;
    let database: DatabaseConnection;
    let backupId: string;
    let good: SiteImage;
    let damaged: SiteImage;
    let events: number;

    beforeAll(async () => {
      app = createZooApp();
      server = await kind.start();
      folder = newFolder();
      database = await server.createDatabase();
      let first: Site = await bootZoo(app.folder, folder, { server, database });
      await fillZoo(first.strapi);
      first = await settle(first);
      backupId = (await backUp(first)).documentId;
      good = await first.capture();
      await damageZoo(first as ZooSite);
      first = await settle(first);
      damaged = await first.capture();
      await first.close({ keep: true });
      const whole = await copy();
      const { status, stdout, stderr } = restoreUntil(whole, 0);
      if (status !== 0) throw new Error(`The restore itself failed:\n${stderr}`);
      events = Number(stdout);
      rmSync(whole.folder, { recursive: true, force: true });
    }, 600_000);

    afterEach(async () => {
      await site?.close();
      site = null;
    });

    afterAll(async () => {
      await server?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
      app?.remove();
    });

    /** The damaged site, files and database. */
    async function copy(): Promise<{ folder: string; place: Place }> {
      const copied = mkdtempSync(join(tmpdir(), 'keepsake-crash-'));
      cpSync(folder, copied, { recursive: true });
      return { folder: copied, place: { server, database: await server.cloneDatabase(database) } };
    }

    function restoreUntil(of: { folder: string; place: Place }, at: number) {
      const script = join(__dirname, '..', 'site', 'restore-until.cjs');
      return spawnSync(process.execPath, [script, backupId, String(at), app.folder], {
        encoding: 'utf8',
        env: { ...process.env, ...zooEnvironment(of.folder, of.place) },
      });
    }

    it('does enough for each point to be another', () => {
      expect(events).toBeGreaterThan(10 * POINTS);
    });

    it.each(Array.from({ length: POINTS }, (_, index) => index))(
      'leaves the old content whole or the new (point %i)',
      async (point) => {
        const at = Math.max(1, Math.round((events * (point + 0.5)) / POINTS));
        const copied = await copy();
        expect(restoreUntil(copied, at)).toMatchObject({ status: null, signal: 'SIGKILL' });
        // The next boot sets right what the dead process left.
        site = await bootZoo(app.folder, copied.folder, copied.place);
        const now = await site.capture();
        const [fromOld, fromNew] = [compareSites(damaged, now), compareSites(good, now)];
        const nearest = fromOld.length < fromNew.length ? fromOld : fromNew;
        expect(formatDifferences(nearest, 10)).toBe(IDENTICAL);
        // And the site works on: it is open, and can be restored and backed up at once.
        expect(site.service('closure').current()).toBeNull();
        await restore(site, backupId, WHOLE, { safety: true });
        expect(formatDifferences(compareSites(good, await site.capture()), 10)).toBe(IDENTICAL);
      },
    );
  });
}
