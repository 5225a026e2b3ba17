import { spawnSync } from 'node:child_process';
import { cpSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import { backUp } from '../site/keepsake';
import { bootSite, openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';

declare const hostRequire: (path: string) => unknown;

const { damage } = hostRequire('../../scripts/demo/damage.cjs') as {
  damage(strapi: unknown): Promise<string[]>;
};

/** How many places of the restore the process is killed at, evenly spread from its first statement to its last. */
const POINTS = 10;
/** The same for an import of an archive, which goes the same way but for where it reads. */
const IMPORT_POINTS = [0.2, 0.6, 0.9];
const ARCHIVE = 'site.keepsake';

describe('A process that is killed in the middle of a restore', () => {
  let site: Site | null = null;
  let template: string;
  let backupId: string;
  let good: SiteImage;
  let damaged: SiteImage;
  let events: number;

  beforeAll(async () => {
    const first = await openSite();
    backupId = (await backUp(first)).documentId;
    const archive = await first.service('files').read(backupId, 'keepsake', { showsPrivate: false });
    await pipeline(archive.content, createWriteStream(join(first.folder, ARCHIVE)));
    good = await first.capture();
    await damage(first.strapi);
    damaged = await first.capture();
    await first.close({ keep: true });
    template = first.folder;
    const whole = copyOf(template);
    const { status, stdout, stderr } = restoreUntil(whole, 0);
    if (status !== 0) throw new Error(`The restore itself failed:\n${stderr}`);
    events = Number(stdout);
    rmSync(whole, { recursive: true, force: true });
  }, 600_000);

  afterEach(async () => {
    await site?.close();
    site = null;
  });

  afterAll(() => rmSync(template, { recursive: true, force: true }));

  function copyOf(folder: string): string {
    const copy = mkdtempSync(join(tmpdir(), 'keepsake-crash-'));
    cpSync(folder, copy, { recursive: true });
    return copy;
  }

  function restoreUntil(folder: string, at: number, source = backupId) {
    return spawnSync(
      process.execPath,
      [join(__dirname, '..', 'site', 'restore-until.cjs'), source, String(at)],
      {
        encoding: 'utf8',
        env: { ...process.env, ...siteEnvironment(folder) },
      },
    );
  }

  it('does enough for each point to be another', () => {
    expect(events).toBeGreaterThan(10 * POINTS);
  });

  it.each(Array.from({ length: POINTS }, (_, index) => index))(
    'leaves the old content whole or the new (point %i)',
    async (point) => {
      const at = Math.max(1, Math.round((events * (point + 0.5)) / POINTS));
      const folder = copyOf(template);
      expect(restoreUntil(folder, at)).toMatchObject({ status: null, signal: 'SIGKILL' });
      await expectWhole(folder);
    },
  );

  it.each(IMPORT_POINTS)(
    'leaves the old content whole or the new when it was importing an archive (%d of the way)',
    async (share) => {
      const folder = copyOf(template);
      const killed = restoreUntil(folder, Math.round(events * share), join(folder, ARCHIVE));
      expect(killed).toMatchObject({ status: null, signal: 'SIGKILL' });
      await expectWhole(folder);
    },
  );

  async function expectWhole(folder: string): Promise<void> {
    // The next boot sets right what the dead process left.
    site = await bootSite(folder);
    const now = await site.capture();
    const isGood = compareSites(good, now).length === 0;
    const told = isGood ? '' : formatDifferences(compareSites(damaged, now), 10);
    expect(told).toBe(isGood ? '' : 'No differences.');
    // And the site works on: it can be restored and backed up at once.
    const { done } = await site.service('restores').start({
      backupId,
      selection: { mode: 'mirror' },
      fingerprint: null,
      safety: true,
      preserveIds: false,
      startedBy: null,
    });
    await done;
    expect(formatDifferences(compareSites(good, await site.capture()), 10)).toBe('No differences.');
  }
});
