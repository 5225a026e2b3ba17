import { readFileSync } from 'node:fs';

import type { Browser, Locator, Page } from 'playwright-core';

import { backUp } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const STORAGE = '/plugins/keepsake/storage';

const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

describe('The Storage page', () => {
  let site: Site;
  let browser: Browser;
  let base: string;
  let admin: Visitor;

  beforeAll(async () => {
    ({ site, base } = await openPanel());
    await backUp(site, 'Lost');
    await backUp(site, 'Kept');
    browser = await launch();
    admin = await visit(browser, base, 'ada@example.com');
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Runs with other settings of the plugin, as after a restart. */
  async function withSettings(changed: object, work: () => Promise<void>): Promise<void> {
    const { config } = site.strapi;
    const settings = config.get<object>('plugin::keepsake');
    config.set('plugin::keepsake', { ...settings, ...changed });
    site.service('repository').close();
    try {
      await work();
    } finally {
      config.set('plugin::keepsake', settings);
      site.service('repository').close();
    }
  }

  it('says where backups lie and who writes there, and tries whether the storage answers', async () => {
    const { page } = admin;
    await admin.go('/plugins/keepsake/backups');
    await page.getByRole('link', { name: 'Storage' }).click();
    const { repository } = await site.service('storage').details();
    await page.getByText(repository!.id).waitFor();
    await page.getByText(repository!.writer).waitFor();
    await page.getByText('The secret was generated').waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('All well, in').waitFor();
    await admin.longShot('storage');
  });

  it('shows what takes the room: by backup, content type, kind and file', async () => {
    const { page } = admin;
    await admin.go(STORAGE);
    await page.getByRole('tab', { name: 'What takes the room' }).click();
    await card(page, 'Room').getByText('Saved by storing once').waitFor();
    await page.getByRole('grid', { name: 'By backup' }).getByText('Backup · Kept').waitFor();
    await page
      .getByRole('grid', { name: 'By content type' })
      .getByText('Files of the media library')
      .waitFor();
    expect(await page.getByRole('grid', { name: 'Largest files' }).getByRole('row').count()).toBe(21);
    await admin.longShot('storage-usage');
    await page.getByRole('tab', { name: 'Place and care' }).click();
  });

  it('verifies everything', async () => {
    const { page } = admin;
    await card(page, 'Verify everything').getByRole('button', { name: 'Verify' }).click();
    await card(page, 'Verify everything').getByText('Everything that was read is whole').waitFor();
    await page.reload();
    await card(page, 'Verify everything').getByText('(100%)').waitFor();
    expect((await site.service('backups').list(1, 1)).backups[0]?.verifiedAt).not.toBeNull();
  });

  it('hands out the recovery kit, as a file and on paper', async () => {
    const { page } = admin;
    const { repository } = await site.service('storage').details();
    const downloading = page.waitForEvent('download');
    await card(page, 'Recovery kit').getByRole('button', { name: 'Download' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^keepsake-recovery-kit-.*\.html$/);
    expect(readFileSync(await file.path(), 'utf8')).toContain(repository!.id);

    // In every frame, so in the one that is printed, too.
    await page.addInitScript(() => {
      window.print = () => console.log(`printed: ${document.title}`);
    });
    await page.reload();
    const printed = page.waitForEvent('console', (line) => line.text().startsWith('printed'));
    await card(page, 'Recovery kit').getByRole('button', { name: 'Print' }).click();
    expect((await printed).text()).toBe('printed: Keepsake recovery kit');
  });

  it('says what a clean-up would free, and frees it once that is confirmed', async () => {
    const { page } = admin;
    const compact = card(page, 'Clean up');
    await withSettings({ cleanUp: { graceHours: 1 } }, async () => {
      const { documentId } = await backUp(site, 'Of no use');
      await site.service('backups').remove(documentId);
      await compact.getByRole('button', { name: 'See what would be freed' }).click();
      await compact.getByText('Nothing could be freed now').waitFor();
      await compact.getByText(/more are not needed and can be freed from/).waitFor();
      expect(await compact.getByRole('button', { name: 'Clean up now…' }).count()).toBe(0);
    });
    await withSettings({ cleanUp: { graceHours: 0 } }, async () => {
      await compact.getByRole('button', { name: 'See what would be freed' }).click();
      await compact.getByText(/^Would free/).waitFor();
      await compact.getByRole('button', { name: 'Clean up now…' }).click();
      await page
        .getByRole('alertdialog')
        .getByText(/^Would free/)
        .waitFor();
      await admin.shot('storage-compact');
      const before = (await site.service('storage').details()).repository!;
      await page.getByRole('alertdialog').getByRole('button', { name: 'Clean up' }).click();
      await compact.getByText(/^Freed/).waitFor();
      const after = (await site.service('storage').details()).repository!;
      expect(after.snapshots).toBe(before.snapshots);
      const { done } = await site.service('maintenance').compact({ dryRun: true });
      expect(await done).toMatchObject({ objects: 0, waiting: { objects: 0 } });
    });
  });

  it('changes the keys, and everything with them', async () => {
    const { page } = admin;
    const keys = card(page, 'Change keys');
    await keys.getByRole('button', { name: 'Change keys…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Encrypt everything anew' }).click();
    await admin.shot('storage-keys');
    await dialog.getByRole('button', { name: 'Change keys' }).click();
    await keys.getByText('Key 2 writes from now on').waitFor();
    await keys.getByText(/encrypted anew/).waitFor();
    expect((await site.service('storage').details()).repository!.keys).toEqual({ current: 2, kept: 1 });
  });

  it('puts the list of backups back', async () => {
    const { page } = admin;
    await site.strapi.db.query('plugin::keepsake.backup' as never).deleteMany({ where: { note: 'Lost' } });
    await card(page, 'Reconnect').getByRole('button', { name: 'Reconnect…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reconnect' }).click();
    await page.getByText('1 backup was put back into the list').waitFor();
    await page.getByRole('link', { name: 'To all backups' }).click();
    await page.getByText('Lost', { exact: true }).first().waitFor();
  });

  it('asks what this site is when its database went back, and goes on as told', async () => {
    const { page } = admin;
    const store = site.strapi.store({ type: 'plugin', name: 'keepsake' });
    const lastWeek = await store.get({ key: 'repository' });
    await backUp(site, 'Of this week');
    await store.set({ key: 'repository', value: lastWeek });
    site.service('repository').close();
    await admin.go(STORAGE);
    await page.getByText('backups that this site does not know of').waitFor();
    await admin.shot('storage-trouble');
    await page.getByRole('alert').getByRole('button', { name: 'Reconnect…' }).click();
    const dialog = page.getByRole('dialog');
    const submit = dialog.getByRole('button', { name: 'Reconnect' });
    expect(await submit.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: 'This is the site that goes on' }).click();
    await admin.shot('storage-reconnect');
    await submit.click();
    await page.getByText('This site goes on with them').waitFor();
    await page.getByText('backups that this site does not know of').waitFor({ state: 'detached' });
    expect((await backUp(site, 'Goes on')).state).toBe('succeeded');
  });

  it('says what to do when the secret does not open the storage', async () => {
    const { page } = admin;
    await withSettings({ encryption: { secret: 'the passphrase of another site' } }, async () => {
      await admin.go(STORAGE);
      await page.getByText('The secret does not open this storage').waitFor();
      expect(await page.getByRole('button', { name: 'Change keys…' }).count()).toBe(0);
      await admin.shot('storage-wrong-secret');
      await admin.go('/plugins/keepsake/backups');
      await page.getByRole('link', { name: 'Look at the storage' }).waitFor();
    });
  });

  it('is not there for who may only see backups', async () => {
    const reader = await visit(browser, base, 'eve@example.com');
    await reader.go('/plugins/keepsake/backups');
    await reader.page.getByText('Goes on').first().waitFor();
    expect(await reader.page.getByRole('link', { name: 'Storage' }).count()).toBe(0);
    await reader.go(STORAGE);
    await reader.page
      .getByText(/permission/i)
      .first()
      .waitFor();
    expect(await reader.page.getByText('Recovery kit').count()).toBe(0);
  });

  it('is readable in the dark and in a narrow window', async () => {
    const dark = await visit(browser, base, 'ada@example.com', { theme: 'dark' });
    await dark.go(STORAGE);
    await card(dark.page, 'Reconnect').waitFor();
    await dark.longShot('storage-dark');
    const narrow = await visit(browser, base, 'ada@example.com', { width: 600 });
    await narrow.go(STORAGE);
    await card(narrow.page, 'Reconnect').waitFor();
    const overflow = await narrow.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await narrow.longShot('storage-narrow');
  });
});
