import { rmSync } from 'node:fs';

import type { Browser, Page } from 'playwright-core';

import { documents } from '../site/documents';
import { backUp } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

/** The row of the backup with this note; a safety backup's note quotes it. */
const row = (page: Page, note: string) =>
  page.getByRole('row').filter({ has: page.getByText(note, { exact: true }) });

const ARTICLE = 'api::article.article';

describe('The Backups page', () => {
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

  const articles = () => documents(site, ARTICLE);

  it('invites to make the first backup', async () => {
    await admin.go('/plugins/keepsake/backups');
    await admin.page.getByText('No backups yet').waitFor();
    await admin.shot('empty');
  });

  it('makes a backup, shows how far it is, and lists it', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Back up now' }).first().click();
    await page.getByLabel('Note (optional)').fill('Before the redesign');
    await admin.shot('create');
    await page.getByRole('dialog').getByRole('button', { name: 'Back up now' }).click();
    await row(page, 'Before the redesign').getByText('Complete').waitFor();
    expect((await site.service('backups').list(1, 10)).backups).toMatchObject([
      { note: 'Before the redesign', state: 'succeeded', createdBy: 'Ada Example' },
    ]);
  });

  it('brings back an article that was deleted in the content manager', async () => {
    const { page } = admin;
    const [article] = await articles().findMany({
      locale: 'en',
      status: 'published',
      sort: 'title',
      limit: 1,
    });
    const title = String(article!.title);
    const entry = `/content-manager/collection-types/${ARTICLE}/${article!.documentId}?plugins[i18n][locale]=en`;

    await admin.go(entry);
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: /Delete entry \(all locales\)/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
    await page.waitForURL((url) => !url.pathname.includes(article!.documentId));
    expect(await articles().findOne({ documentId: article!.documentId, locale: 'en' })).toBeNull();

    await admin.go('/plugins/keepsake/backups');
    await row(page, 'Before the redesign')
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Preview changes' }).last().click();
    await page.getByText(title).first().waitFor();
    await admin.shot('preview');
    await page.getByRole('button', { name: 'Restore…' }).last().click();
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    const confirm = dialog.getByRole('button', { name: /Restore/ });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('site');
    await admin.shot('confirm');
    await confirm.click();
    await page.getByText('Everything is as you saw it in the preview').waitFor();
    await admin.shot('restored');

    await admin.go(entry);
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await articles().findOne({ documentId: article!.documentId, locale: 'en' })).toMatchObject({
      title,
    });
  });

  it('shows what a backup holds, and that its bytes are good', async () => {
    const { page } = admin;
    const [backup] = (await site.service('backups').list(1, 10)).backups.filter(
      ({ kind }) => kind === 'manual',
    );
    await admin.go(`/plugins/keepsake/backups/${backup!.documentId}`);
    await page.getByText(ARTICLE).first().waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('everything in this backup is readable').first().waitFor();
    await admin.shot('details');
  });

  it('says loudly when a backup is partial', async () => {
    const [file] = await site.strapi.db
      .query('plugin::upload.file')
      .findMany({ limit: 1, orderBy: { id: 'asc' } });
    const { hash, ext } = file as { hash: string; ext: string };
    rmSync(`${site.uploads}/${hash}${ext}`);
    const { done } = await site
      .service('backups')
      .start({ project: 'site', kind: 'manual', note: 'With a hole', author: null, reread: true });
    expect((await done).backup.state).toBe('partial');
    await admin.go('/plugins/keepsake/backups');
    await row(admin.page, 'With a hole')
      .getByText(/Partial – 1 problem/)
      .waitFor();
    await admin.shot('partial');
  });

  it('deletes a backup once that is confirmed', async () => {
    const { page } = admin;
    await backUp(site, 'Of no use');
    await admin.go('/plugins/keepsake/backups');
    await row(page, 'Of no use')
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await admin.shot('delete');
    await page.getByRole('button', { name: 'Delete backup' }).click();
    await page.getByText('Backup deleted').first().waitFor();
    expect((await site.service('backups').list(1, 10)).backups.map(({ note }) => note)).not.toContain(
      'Of no use',
    );
  });

  it('says what is wrong when the server does not answer', async () => {
    const { page } = admin;
    await page.route('**/keepsake/backups?*', (route) => route.abort());
    await admin.go('/plugins/keepsake/backups');
    await page.getByText('The server could not be reached').waitFor();
    await admin.shot('error');
    await page.unroute('**/keepsake/backups?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(page, 'Before the redesign').waitFor();
  });

  it('shows a reader the list and no way to change anything', async () => {
    const reader = await visit(browser, base, 'eve@example.com');
    await reader.go('/plugins/keepsake/backups');
    await row(reader.page, 'Before the redesign').waitFor();
    expect(await reader.page.getByRole('button', { name: 'Back up now' }).count()).toBe(0);
    await reader.shot('reader');
  });

  it('shows nothing to an admin without the right', async () => {
    const nobody = await visit(browser, base, 'bob@example.com');
    await nobody.go('/plugins/keepsake/backups');
    await nobody.page
      .getByText(/permission/i)
      .first()
      .waitFor();
    expect(await nobody.page.getByText('Before the redesign').count()).toBe(0);
    await nobody.shot('no-permission');
  });

  it('is readable in the dark and in a narrow window', async () => {
    const dark = await visit(browser, base, 'ada@example.com', { theme: 'dark' });
    await dark.go('/plugins/keepsake/backups');
    await row(dark.page, 'Before the redesign').waitFor();
    await dark.shot('dark');
    await admin.go('/plugins/keepsake/backups');
    await row(admin.page, 'Before the redesign').waitFor();
    await admin.shot('backups');
    const narrow = await visit(browser, base, 'ada@example.com', { width: 600 });
    await narrow.go('/plugins/keepsake/backups');
    await row(narrow.page, 'Before the redesign').waitFor();
    const overflow = await narrow.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await narrow.shot('narrow');
  });
});
