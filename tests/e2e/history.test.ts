import type { Browser, Locator, Page } from 'playwright-core';

import { documents } from '../site/documents';
import type { Entry } from '../site/documents';
import { backUp, makeVersion } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const ARTICLE = 'api::article.article';
const CATEGORY = 'api::category.category';
const DELETED = '/plugins/keepsake/deleted';

const field = (within: Page | Locator, name: string) => within.getByRole('region', { name, exact: true });

describe('The history of an entry', () => {
  let site: Site;
  let browser: Browser;
  let base: string;
  let admin: Visitor;
  let article: Entry;
  let title: string;
  let excerpt: string;
  let printed: string;

  beforeAll(async () => {
    ({ site, base } = await openPanel());
    browser = await launch();
    admin = await visit(browser, base, 'ada@example.com');
    [article] = (await documents(site, ARTICLE).findMany({
      locale: 'en',
      status: 'published',
      sort: 'title',
      limit: 1,
    })) as [Entry];
    title = String(article.title);
    excerpt = String(article.excerpt);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const edit = (data: object) =>
    documents(site, ARTICLE).update({ documentId: article.documentId, locale: 'en', data });
  const stored = (status: 'draft' | 'published') =>
    documents(site, ARTICLE).findOne({ documentId: article.documentId, locale: 'en', status });
  const openEntry = (visitor = admin) =>
    visitor.go(`/content-manager/collection-types/${ARTICLE}/${article.documentId}?plugins[i18n][locale]=en`);

  it('lists the versions and backups in which it changed, newest first', async () => {
    const { page } = admin;
    printed = (await backUp(site, 'As printed')).documentId;
    await edit({ title: `First edit of ${title}` });
    await makeVersion(site, 'First edit');
    await edit({ title: `Second edit of ${title}`, excerpt: 'Shortened.' });
    await makeVersion(site, 'Second edit');
    // An entry that did not change makes no line.
    await makeVersion(site, 'Nothing new');

    await openEntry();
    const lines = page.getByRole('button', { name: /^(Version|Backup)/ });
    await lines.nth(2).waitFor();
    expect((await lines.allInnerTexts()).map((line) => line.split('\n')[0])).toEqual([
      'Version 2 – Second edit',
      'Version 1 – First edit',
      'Backup – As printed',
    ]);
    await lines.first().getByText('As it is now').waitFor();
    await admin.shot('history-panel');
  });

  it('compares the entry then with the entry now', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: /^Version 1/ }).click();
    const dialog = page.getByRole('dialog');
    await field(dialog, 'excerpt').locator('del').first().waitFor();
    expect(await field(dialog, 'title').locator('ins').innerText()).toContain('Second');
    await admin.shot('history-dialog');
  });

  it('restores one field as a draft: the form shows it, and what is published stays', async () => {
    const { page } = admin;
    const dialog = page.getByRole('dialog');
    await field(dialog, 'excerpt').getByRole('button', { name: 'Restore field' }).click();
    await page
      .getByRole('alertdialog')
      .getByText(/what is published stay/)
      .waitFor();
    await admin.shot('history-confirm');
    await page.getByRole('button', { name: 'Restore as draft' }).click();
    await dialog.getByText('Restored as a draft. Nothing was published.').waitFor();
    await admin.shot('history-restored');
    expect(await field(dialog, 'excerpt').count()).toBe(0);
    await field(dialog, 'title').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    expect(await page.locator('textarea[name=excerpt]').inputValue()).toBe(excerpt);
    expect(await page.locator('input[name=title]').inputValue()).toBe(`Second edit of ${title}`);
    expect(await stored('draft')).toMatchObject({ title: `Second edit of ${title}`, excerpt });
    expect(await stored('published')).toMatchObject({ title, excerpt });
  });

  it('restores the whole entry as a draft, and can be undone from there', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: /^Backup – As printed/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore entry' }).click();
    await page.getByRole('button', { name: 'Restore as draft' }).click();
    await page.getByText('Restored as a draft. Nothing was published.').waitFor();
    expect(await stored('draft')).toMatchObject({ title, excerpt });
    await page.getByRole('link', { name: 'Undo' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  });

  it('offers nothing to restore to who may only look, and no panel to who may not see backups', async () => {
    const eve = await visit(browser, base, 'eve@example.com');
    await eve.go(DELETED);
    await eve.page.getByRole('heading', { name: 'Deleted entries' }).waitFor();
    expect(await eve.page.getByRole('button', { name: 'Bring back' }).count()).toBe(0);
    const bob = await visit(browser, base, 'bob@example.com');
    await bob.go(DELETED);
    await bob.page.getByText("You don't have the permissions to access that content").waitFor();
  });

  it('finds a deleted entry and brings it back with its relations', async () => {
    const { page } = admin;
    const articles = documents(site, ARTICLE);
    const translated = new Set((await articles.findMany({ locale: 'de' })).map((one) => one.documentId));
    const all = await articles.findMany({
      locale: 'en',
      status: 'published',
      sort: 'title:desc',
      populate: ['categories', 'author'],
    });
    const other = all.find(({ documentId }) => !translated.has(documentId))!;
    const name = String(other.title);
    await backUp(site, 'Before the mistake');
    await documents(site, ARTICLE).delete({ documentId: other.documentId, locale: '*' });

    await admin.go(DELETED);
    await page.getByPlaceholder('Find by name or ID').fill(name);
    const found = page.getByRole('row').filter({ hasText: name });
    await found.getByText('Backup – Before the mistake').waitFor();
    await admin.shot('deleted');
    await found.getByRole('button', { name: 'Bring back' }).click();
    await admin.shot('deleted-confirm');
    await page.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
    await page.getByText('Brought back.').waitFor();
    await admin.longShot('deleted-done');
    await page.getByText('No deleted entry is like that.').waitFor();

    const back = await documents(site, ARTICLE).findOne({
      documentId: other.documentId,
      locale: 'en',
      status: 'draft',
      populate: ['categories', 'author'],
    });
    const idsOf = (entries: unknown) => (entries as Entry[]).map(({ documentId }) => documentId).sort();
    expect(back).toMatchObject({ title: name });
    expect(idsOf(back!.categories)).toEqual(idsOf(other.categories));
    expect((back!.author as Entry | null)?.documentId).toBe((other.author as Entry | null)?.documentId);
  });

  it('previews a restore as a diff, of which a field of an entry is ticked', async () => {
    const { page } = admin;
    await edit({ title: `Third edit of ${title}`, excerpt: 'Shortened again.' });
    await admin.go(`/plugins/keepsake/backups/${printed}/restore`);
    await page.getByRole('radio', { name: 'Also put changed entries back' }).click();
    await page.getByRole('button', { name: 'Preview changes' }).last().click();
    const draft = page.getByRole('row').filter({ hasText: article.documentId }).filter({ hasText: 'Draft' });
    await draft.getByRole('button').click();
    await field(page, 'title').locator('del').first().waitFor();
    expect(await field(page, 'title').locator('del').first().innerText()).toContain('Third');
    await draft.getByRole('checkbox').click();
    await field(page, 'excerpt').getByRole('checkbox', { name: 'Only this field' }).click();
    await admin.longShot('restore-diff');
    await page.getByRole('button', { name: 'Preview only these' }).click();
    await page.getByPlaceholder('All fields').and(page.locator('[value=excerpt]')).waitFor();
    await page.getByText('Preview', { exact: true }).first().waitFor();
  });

  it('restores nothing when content moved after the preview, and shows the new one', async () => {
    const { page } = admin;
    await edit({ title: `Fourth edit of ${title}`, excerpt: 'Shortened once more.' });
    const confirm = async () => {
      await page.getByRole('button', { name: 'Restore…' }).last().click();
      await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('textbox').fill('site');
      await page
        .getByRole('dialog')
        .or(page.getByRole('alertdialog'))
        .getByRole('button', { name: /Restore/ })
        .click();
    };
    await confirm();
    await page.getByText('The content has changed since this preview was made').waitFor();
    await page.getByText(/: changed since$/).waitFor();
    await admin.shot('restore-refused');
    expect(await stored('draft')).toMatchObject({ excerpt: 'Shortened once more.' });
    await page.getByRole('button', { name: 'Preview again' }).click();
    await page.getByText('The same entries as before, changed once more').waitFor();
    await admin.longShot('restore-moved');
    await confirm();
    await page.getByText('Everything is as you saw it in the preview').waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'What was done, in the activity' }).waitFor();
    await page.getByRole('link', { name: 'Undo by restoring this one' }).waitFor();
    await page.getByText('Put back').or(page.getByText('Restored')).first().waitFor();
    await admin.longShot('restore-result');
    expect(await stored('draft')).toMatchObject({ title: `Fourth edit of ${title}`, excerpt });
  });

  it('says so when nothing is deleted, and when the server cannot say', async () => {
    const { page } = admin;
    await admin.go(`${DELETED}?type=${CATEGORY}`);
    await page.getByText('No deleted entry is like that.').waitFor();
    await admin.shot('deleted-empty');
    await page.route('**/keepsake/deleted?*', (route) => route.abort());
    await admin.go(DELETED);
    await page.getByText('The server could not be reached').waitFor();
    await page.unroute('**/keepsake/deleted?*');
  });

  it('can be read in the dark and in a narrow window', async () => {
    const dark = await visit(browser, base, 'ada@example.com', { theme: 'dark' });
    await openEntry(dark);
    await dark.page.getByRole('button', { name: /^Version 1/ }).click();
    await field(dark.page.getByRole('dialog'), 'title').waitFor();
    await dark.shot('history-dark');
    const narrow = await visit(browser, base, 'ada@example.com', { width: 480 });
    await narrow.go(DELETED);
    await narrow.page.getByRole('heading', { name: 'Deleted entries' }).waitFor();
    const overflow = await narrow.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await narrow.shot('deleted-narrow');
  });
});
