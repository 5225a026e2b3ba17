import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import type { KeepsakeError } from '../../server/src/core/errors';
import { backUp } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

declare const hostRequire: (path: string) => unknown;

/** Of the build, whose errors the site knows. */
const errors = join(__dirname, '..', '..', 'dist', 'server', 'src', 'core', 'errors');
const { KeepsakeError: BuiltError } = hostRequire(errors) as { KeepsakeError: typeof KeepsakeError };

describe('The overview', () => {
  let site: Site;
  let browser: Browser;
  let base: string;
  let admin: Visitor;

  beforeAll(async () => {
    ({ site, base } = await openPanel());
    browser = await launch();
    admin = await visit(browser, base, 'ada@example.com');
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const heading = ({ page }: Visitor, name: string) =>
    page.getByRole('heading', { name, level: 1 }).waitFor();

  async function open(visitor: Visitor, page: string, title: string): Promise<void> {
    await visitor.page.goto(`${base}/admin/plugins/keepsake${page}`);
    await heading(visitor, title);
  }

  it('is what the plugin opens with, and says that nothing is there yet', async () => {
    await open(admin, '', 'Overview');
    await admin.page.getByText('Nothing is scheduled').waitFor();
    await admin.page.getByText('Nothing has been checked yet.').waitFor();
    await admin.shot('overview-empty');
  });

  it('makes a backup, and shows the last one, the next one and how the storage grows', async () => {
    const { page } = admin;
    for (const note of ['First', 'Second', 'Third']) await backUp(site, note);
    await site.service('schedules').create(
      {
        name: 'Nightly',
        schedule: 'daily',
        time: '02:30',
        timezone: 'Pacific/Auckland',
        format: 'json',
        retention_count: 7,
      },
      'site',
      { id: null, name: null },
    );
    await page.reload();
    await page.getByText(/Nightly/).waitFor();
    await page.locator('.recharts-bar-rectangle').first().waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/The secret was generated/).waitFor();
    await page.getByRole('button', { name: 'Back up now' }).first().click();
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.getByText('Backup complete').first().waitFor();
    await admin.longShot('overview');
  });

  it('shows what is wrong, on every page that it concerns', async () => {
    const error = new BuiltError('storage_full', 'The storage is full.', {
      hint: 'Make room for backups.',
    });
    const job = { type: 'backup' as const, project: 'site', backupId: null, startedBy: null };
    const { done } = await site.service('jobs').start(job, () => Promise.reject(error));
    await done.catch(() => undefined);
    await open(admin, '', 'Overview');
    await admin.page.getByRole('alert').getByText('A backup did not succeed.').waitFor();
    await admin.longShot('overview-trouble');
    await open(admin, '/health', 'Health');
    await admin.page
      .getByRole('grid', { name: 'Checks' })
      .getByText('Newest backup', { exact: true })
      .waitFor();
    await admin.longShot('health');
  });

  it('lists who did what, by filter, and gives it as a file', async () => {
    const { page } = admin;
    await open(admin, '/activity', 'Activity');
    await page.getByRole('row').filter({ hasText: 'Backup made' }).first().waitFor();
    await page.getByText('The storage is full.').waitFor();
    await admin.longShot('activity');
    await page.getByRole('combobox').first().click();
    await page.getByRole('option', { name: 'Keys changed' }).click();
    await page.getByText('Nothing that was done is like that.').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toMatch(/^at,action,outcome/);
  });

  it('fits a narrow window, and is dark where the panel is', async () => {
    const narrow = await visit(browser, base, 'ada@example.com', { width: 390, theme: 'dark' });
    await open(narrow, '', 'Overview');
    await narrow.page.locator('.recharts-bar-rectangle').first().waitFor();
    await narrow.longShot('overview-dark-narrow');
    const dark = await visit(browser, base, 'ada@example.com', { theme: 'dark' });
    await open(dark, '/health', 'Health');
    await dark.page.getByRole('grid', { name: 'Checks' }).waitFor();
    await dark.longShot('health-dark');
  });

  it('shows a reader all but what is not theirs to do, and a stranger nothing', async () => {
    const reader = await visit(browser, base, 'eve@example.com');
    await open(reader, '', 'Overview');
    await reader.page.getByText('Last backup', { exact: true }).waitFor();
    expect(await reader.page.getByRole('button', { name: /Back up now|Check now/ }).count()).toBe(0);
    await open(reader, '/activity', 'Activity');
    await reader.page.getByRole('row').filter({ hasText: 'Backup made' }).first().waitFor();
    expect(await reader.page.getByRole('columnheader', { name: 'Address' }).count()).toBe(0);
    const stranger = await visit(browser, base, 'bob@example.com');
    await stranger.go('/plugins/keepsake/overview');
    expect(await stranger.page.getByRole('heading', { name: 'Overview' }).count()).toBe(0);
  });

  it('has a widget on the home page', async () => {
    await admin.page.goto(`${base}/admin`);
    await admin.page.getByText(/Last backup:/).waitFor();
    await admin.longShot('home-widget');
  });
});
