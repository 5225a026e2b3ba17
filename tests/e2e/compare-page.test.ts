import { readFileSync } from 'node:fs';

import type { Browser, Page } from 'playwright-core';

import type { DiffFileContent, ListDiffEntries } from '../../shared/contracts/diffs';
import { documents } from '../site/documents';
import type { Entry } from '../site/documents';
import { backUp } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const ARTICLE = 'api::article.article';
const COMPARE = '/plugins/keepsake/compare';
/** Would say so if any of it were taken for HTML. */
const HOSTILE = '<script>window.hasRun = true</script><img src="x" onerror="window.hasRun = true">';

const field = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const hasRun = (page: Page) => page.evaluate(() => 'hasRun' in window);

describe('The Compare page', () => {
  let site: Site;
  let browser: Browser;
  let base: string;
  let admin: Visitor;
  let before: string;
  let article: Entry;

  beforeAll(async () => {
    ({ site, base } = await openPanel());
    browser = await launch();
    admin = await visit(browser, base, 'ada@example.com');
    [article] = (await documents(site, ARTICLE).findMany({
      locale: 'en',
      status: 'published',
      sort: 'title',
      limit: 1,
      populate: { links: true },
    })) as [Entry];
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const openArticle = (look = '') =>
    admin.go(
      `${COMPARE}?before=${before}&after=live&type=${ARTICLE}&entry=${article.documentId}&locale=en&status=draft${look}`,
    );

  it('says what to do while there is nothing to compare', async () => {
    await admin.go(COMPARE);
    await admin.page.getByText('There is nothing to compare yet').waitFor();
    await admin.shot('compare-empty');
  });

  it('compares a backup with the live content, counted by content type', async () => {
    const { page } = admin;
    before = (await backUp(site, 'Before the edit')).documentId;
    await admin.go('/plugins/keepsake/backups');
    await page.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Compare…' }).click();
    await page.getByText('Nothing differs: both sides hold the same.').waitFor();

    await documents(site, ARTICLE).update({
      documentId: article.documentId,
      locale: 'en',
      data: {
        title: `Another ${String(article.title)}`,
        excerpt: HOSTILE,
        notebook: HOSTILE,
        editorNote: HOSTILE,
        body: [{ type: 'paragraph', children: [{ type: 'text', text: HOSTILE }] }],
        facts: { [HOSTILE]: HOSTILE },
        links: [
          ...[...(article.links as { label: string; url: string }[])]
            .reverse()
            .map(({ label, url }) => ({ label, url })),
          { label: HOSTILE, url: 'https://example.com/' },
        ],
        seo: { metaTitle: 'Safe', metaDescription: HOSTILE },
      },
    });
    await documents(site, 'api::author.author').create({
      data: { name: `Newcomer ${HOSTILE}`, slug: 'newcomer' },
    });
    await page.getByRole('button', { name: 'Compare again' }).click();
    await page.getByRole('button', { name: /^Article/ }).waitFor();
    await page.getByRole('button', { name: /^Author.*Added: 1/ }).waitFor();
    await admin.shot('compare-counts');
  });

  it('shows an entry field by field: words in one text or side by side, and what stayed when asked', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: /^Article/ }).click();
    await page.getByPlaceholder('Find by name or ID').fill(article.documentId);
    await page.getByText('1 entry', { exact: true }).waitFor();
    await page.getByRole('button', { name: new RegExp(`^Another ${String(article.title)}`) }).click();
    const title = field(page, 'title');
    await title.locator('ins').waitFor();
    expect(await title.locator('ins').innerText()).toBe('Another ');
    expect(await title.locator('del').count()).toBe(0);
    await admin.longShot('compare-entry');
    await field(page, 'links').getByText('Moved').first().waitFor();

    await page.getByRole('combobox', { name: 'View' }).click();
    await page.getByRole('option', { name: 'Side by side' }).click();
    await title.getByText(String(article.title), { exact: true }).waitFor();
    await admin.longShot('compare-side');

    expect(await field(page, 'slug').count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Only what changed' }).click();
    await field(page, 'slug').getByText(String(article.slug)).waitFor();
  });

  it('keeps all of it in the address', async () => {
    const { page } = admin;
    await page.reload();
    await field(page, 'title').getByText(String(article.title), { exact: true }).waitFor();
    await field(page, 'slug').waitFor();
    await openArticle();
    await field(page, 'title').locator('ins').waitFor();
    expect(await field(page, 'slug').count()).toBe(0);
  });

  it('shows scripts and HTML as the text that they are, and runs none of it', async () => {
    const { page } = admin;
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    for (const look of ['', '&view=side&all=yes']) {
      await openArticle(look);
      for (const name of ['excerpt', 'notebook', 'editorNote', 'body', 'facts', 'links', 'seo']) {
        const shown = field(page, name);
        await shown.waitFor();
        // Between the words of the texts that were there before it, where words are marked.
        expect(await shown.innerText()).toContain('<script>window.hasRun');
        expect(await shown.innerText()).toContain('onerror=');
      }
      expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
      expect([await hasRun(page), dialogs]).toEqual([false, 0]);
    }
    await admin.longShot('compare-hostile');
    // The name of an entry, which stands in the tree and above its fields, too.
    await admin.go(`${COMPARE}?before=${before}&after=live&type=api::author.author`);
    const newcomer = page.getByRole('button', { name: /^Newcomer/ });
    expect(await newcomer.innerText()).toContain('<script>window.hasRun');
    await newcomer.click();
    expect(await page.getByRole('heading', { name: 'Newcomer' }).innerText()).toContain('<script>');
    expect([await hasRun(page), dialogs]).toEqual([false, 0]);
  });

  it('keeps the diff as a JSON file, field by field', async () => {
    const { page } = admin;
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as JSON' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^diff-.*\.json$/);
    const content = JSON.parse(readFileSync(await download.path(), 'utf8')) as DiffFileContent;
    expect(content.notShown).toEqual([]);
    const ours = content.entries.find(({ documentId }) => documentId === article.documentId);
    const [record] = ours!.records.filter(({ locale, status }) => locale === 'en' && status === 'draft');
    expect(record!.fields.map((changed) => changed.field)).toContain('title');
  });

  it('leads along a relation to its other side, where it is shown as derived', async () => {
    const { page } = admin;
    const { documentId } = article;
    const stored = await documents(site, ARTICLE).findOne({ documentId, locale: 'en', populate: ['author'] });
    const current = (stored!.author as Entry | null)?.documentId ?? '';
    const [author] = await documents(site, 'api::author.author').findMany({
      filters: { documentId: { $ne: current }, name: { $notContains: 'Newcomer' } },
      limit: 1,
    });
    await documents(site, ARTICLE).update({
      documentId,
      locale: 'en',
      data: { author: { set: [author!.documentId] } },
    });
    await openArticle();
    await field(page, 'author')
      .getByRole('button', { name: String(author!.name) })
      .click();
    await page.getByText('This entry is equal on both sides by now.').waitFor();
    const derived = field(page, 'articles');
    await derived.getByText('Derived').waitFor();
    await derived.getByText('Added', { exact: true }).waitFor();
    await admin.shot('compare-derived');
    await derived.getByRole('button', { name: /^Another/ }).click();
    await field(page, 'title').waitFor();
  });

  it('walks from entry to entry by the keyboard, and says how', async () => {
    const { page } = admin;
    await admin.go(`${COMPARE}?before=${before}&after=live&type=api::author.author`);
    await page.getByText('1 entry', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Newcomer' }).waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBeNull();
    await page.keyboard.press('v');
    await page.waitForURL((url) => url.searchParams.get('view') === 'side');
    await page.getByRole('button', { name: 'Keyboard' }).click();
    await page.getByText('Next entry').waitFor();
    await page.keyboard.press('Escape');
  });

  it('stays quick with ten thousand entries: only what is in sight is asked for and drawn', async () => {
    const { page } = admin;
    const asked: number[] = [];
    await page.route('**/keepsake/diffs/*/entries?*', async (route) => {
      const query = new URL(route.request().url()).searchParams;
      const [nth, pageSize] = [Number(query.get('page')), Number(query.get('pageSize'))];
      asked.push(nth);
      await route.fulfill({ json: manyEntries(nth, pageSize) });
    });
    await admin.go(`${COMPARE}?before=${before}&after=live&type=${ARTICLE}`);
    await page.getByText('10,000 entries').waitFor();
    await page.getByText('Entry 0', { exact: true }).waitFor();
    const frame = page.getByRole('region', { name: 'Entries that differ' });
    const started = Date.now();
    await frame.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByText('Entry 9999', { exact: true }).waitFor();
    expect(Date.now() - started).toBeLessThan(3000);
    expect(await frame.getByRole('listitem').count()).toBeLessThanOrEqual(100);
    expect(new Set(asked).size).toBeLessThan(10);
    await page.unroute('**/keepsake/diffs/*/entries?*');
  });

  it('compares two backups, whose files are counted too', async () => {
    const { page } = admin;
    const after = (await backUp(site, 'After the edit')).documentId;
    await admin.go(`${COMPARE}?before=${before}&after=${after}`);
    await page.getByText('all stored files are equal').waitFor();
    await page.getByRole('button', { name: /^Article/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Compare again' }).count()).toBe(0);
  });

  it('says what is wrong when a side is gone, and goes on when another is chosen', async () => {
    const { page } = admin;
    await admin.go(`${COMPARE}?before=nosuchbackup&after=live`);
    await page.getByRole('alert').getByText('nosuchbackup').waitFor();
    await admin.shot('compare-error');
  });

  it('shows counts and no entries to who may not read them, and nothing to who may not see backups', async () => {
    const eve = await visit(browser, base, 'eve@example.com');
    await eve.go(`${COMPARE}?before=${before}&after=live&type=${ARTICLE}`);
    await eve.page.getByText(`You may not see the entries of ${ARTICLE}`).waitFor();
    await eve.shot('compare-forbidden');
    const bob = await visit(browser, base, 'bob@example.com');
    await bob.go(COMPARE);
    await bob.page.getByText("You don't have the permissions to access that content").waitFor();
  });

  it('can be read in the dark and in a narrow window', async () => {
    for (const options of [{ theme: 'dark' }, { width: 480 }] as const) {
      admin = await visit(browser, base, 'ada@example.com', options);
      await openArticle();
      await field(admin.page, 'title').locator('ins').waitFor();
      await admin.longShot(`compare-${Object.values(options)[0]}`);
      const { scroll, width } = await admin.page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        width: window.innerWidth,
      }));
      expect(scroll).toBeLessThanOrEqual(width);
    }
  });
});

function manyEntries(page: number, pageSize: number): ListDiffEntries['response'] {
  const total = 10_000;
  const data = Array.from({ length: pageSize }, (_, index) => {
    const nth = (page - 1) * pageSize + index;
    const record = { kind: 'changed', locale: 'en', status: 'draft', copy: 0 } as const;
    return { uid: ARTICLE, documentId: `document${nth}`, label: `Entry ${nth}`, records: [record] };
  });
  return {
    data,
    meta: { pagination: { page, pageSize, pageCount: total / pageSize, total }, moved: false },
  };
}
