import { setImmediate } from 'node:timers/promises';

import type { DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import { backUp } from '../site/keepsake';
import { recordHashes } from '../zoo/archive';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const BACKUPS = 3;
/** How many pairs there are at a time; older ones are removed. */
const KEPT = 20;
/** Entries between the two of a pair, so that reading from one to the other takes a while. */
const BETWEEN = 3000;

const sqlite = { name: 'SQLite', whySkip: () => null, start: async () => null };

for (const kind of [sqlite, postgres, mariadb]) {
  const reason = kind.whySkip();
  const title = `Backups on ${kind.name} while pairs of entries are written and removed`;
  (reason ? describe.skip : describe)(`${title}${reason ? ` (${reason})` : ''}`, () => {
    let app: ZooApp;
    let server: DatabaseServer | null;
    let site: ZooSite;

    beforeAll(async () => {
      app = createZooApp();
      server = await kind.start();
      site = await openZooSite(app.folder, server);
      await fillBetween(site);
    });

    afterAll(async () => {
      await site?.close();
      await server?.stop();
      app?.remove();
    });

    it('hold both of a pair or neither', async () => {
      const writer = startWriter(site);
      const seen: string[][] = [];
      try {
        for (let count = 0; count < BACKUPS; count += 1) {
          const { documentId } = await backUp(site);
          const { leaves, targets } = await pairsOf(site, documentId);
          expect(leaves).toEqual(targets);
          seen.push(leaves);
        }
      } finally {
        await writer.stop();
      }
      // Each saw some, and none the same as another: it was written all the time.
      for (const pairs of seen) expect(pairs).not.toEqual([]);
      expect(new Set(seen.map((pairs) => pairs.join())).size).toBe(BACKUPS);
    });
  });
}

async function fillBetween({ strapi }: ZooSite): Promise<void> {
  const rows = Array.from({ length: BETWEEN }, (_, index) => ({
    documentId: `plain${index}`,
    line: 'between',
  }));
  for (let start = 0; start < BETWEEN; start += 500) {
    await strapi.db
      .query('api::plain.plain' as never)
      .createMany({ data: rows.slice(start, start + 500) as never });
  }
}

/** Writes a pair in one transaction, removes an old one in another, and so on. */
function startWriter({ strapi }: ZooSite): { stop(): Promise<void> } {
  let isWanted = true;
  const both = ['api::leaf.leaf', 'api::target.target'];
  const on = (uid: string) =>
    strapi.db.query(uid as never) as unknown as {
      create(query: object): Promise<unknown>;
      delete(query: object): Promise<unknown>;
    };
  const work = async () => {
    for (let number = 0; isWanted; number += 1) {
      await strapi.db.transaction(async () => {
        for (const uid of both)
          await on(uid).create({ data: { documentId: `pair${number}`, name: 'one of two' } });
      });
      await strapi.db.transaction(async () => {
        for (const uid of both) await on(uid).delete({ where: { documentId: `pair${number - KEPT}` } });
      });
      await setImmediate();
    }
  };
  const ended = work();
  return {
    stop() {
      isWanted = false;
      return ended;
    },
  };
}

async function pairsOf(site: ZooSite, backupId: string): Promise<{ leaves: string[]; targets: string[] }> {
  const keys = [...(await recordHashes(site, backupId)).keys()].map((key) => key.split(' '));
  const of = (uid: string) =>
    keys
      .filter(([type, documentId]) => type === uid && documentId!.startsWith('pair'))
      .map(([, documentId]) => documentId!)
      .sort();
  return { leaves: of('api::leaf.leaf'), targets: of('api::target.target') };
}
