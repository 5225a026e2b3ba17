import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { documents } from '../site/documents';
import type { Site } from '../site/open-site';
import { launch, openPanel, PASSWORD, visit } from './browser';
import type { Visitor } from './browser';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const EXPORTS = '/plugins/keepsake/exports';

describe('The pages of exports', () => {
  let site: Site;
  let browser: Browser;
  let base: string;
  let admin: Visitor;
  let folder: string;

  beforeAll(async () => {
    ({ site, base } = await openPanel());
    folder = mkdtempSync(join(tmpdir(), 'keepsake-exports-'));
    await makeMarketer();
    browser = await launch();
    admin = await visit(browser, base, 'ada@example.com');
    admin.page.setDefaultTimeout(20_000);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** May make and fetch exports of what it may read: the titles of English articles. */
  async function makeMarketer(): Promise<void> {
    const roles = site.strapi.service('admin::role');
    const role = (await roles.create({ name: 'Marketing', description: 'Exports' })) as { id: number };
    await roles.assignPermissions(role.id, [
      ...['export', 'download', 'projects.all'].map((action) => ({
        action: `plugin::keepsake.${action}`,
        subject: null,
        conditions: [],
        properties: {},
      })),
      {
        action: 'plugin::content-manager.explorer.read',
        subject: ARTICLE,
        conditions: [],
        properties: { fields: ['title', 'slug'], locales: ['en'] },
      },
    ]);
    await site.strapi.service('admin::user').create({
      firstname: 'Mia',
      lastname: 'Example',
      email: 'mia@example.com',
      password: PASSWORD,
      isActive: true,
      registrationToken: null,
      roles: [role.id],
    });
  }

  /** Not by `go`: a page that hears of jobs has a request open for as long as it is. */
  async function open({ page }: Visitor, path = '', heading = 'Exports'): Promise<void> {
    await page.goto(`${base}/admin${EXPORTS}${path}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  }

  async function choose(page: Page, label: string, option: string): Promise<void> {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  async function saved(page: Page, begin: () => Promise<void>): Promise<string> {
    const downloading = page.waitForEvent('download');
    await begin();
    const file = await downloading;
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  }

  const rowsOf = (path: string, delimiter = ',') =>
    JSON.parse(
      execFileSync(
        'python3',
        [
          '-c',
          `import csv, json, sys
print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline=''), strict=True, delimiter=sys.argv[2]))))`,
          path,
          delimiter,
        ],
        { encoding: 'utf8', maxBuffer: 64e6 },
      ),
    ) as Record<string, string>[];

  it('say that there are none yet', async () => {
    await open(admin);
    await admin.page.getByText('No exports yet').waitFor();
    await admin.shot('exports-empty');
    await admin.page.getByRole('link', { name: 'Create export' }).last().click();
    await admin.page.getByRole('heading', { name: 'Create export', level: 1 }).waitFor();
  });

  it('show what an export will be while it is chosen', async () => {
    const { page } = admin;
    await page.getByRole('checkbox', { name: 'Author' }).click();
    await page.getByRole('grid', { name: 'author.csv' }).getByText('documentId').waitFor();
    const estimate = page.getByRole('region', { name: 'Estimate' });
    const count = (await documents(site, AUTHOR).findMany({})).length;
    await estimate.getByText(String(count), { exact: true }).first().waitFor();
    await choose(page, 'Separator', 'Semicolon');
    await page.getByRole('checkbox', { name: 'Byte order mark' }).click();
    await page.waitForTimeout(1500);
    await admin.longShot('exports-create');
    await page.getByRole('radio', { name: 'JSON' }).click();
    await page.getByText('"format": "keepsake export 1"').waitFor();
    await page.waitForTimeout(1000);
    await admin.longShot('exports-create-json');
    await page.getByRole('radio', { name: 'ZIP' }).click();
    await page.getByText('content/api.author.author.json').waitFor();
    await page.waitForTimeout(1000);
    await admin.longShot('exports-create-zip');
    const pdf = page.getByRole('radio', { name: 'PDF' });
    if (await pdf.isEnabled()) {
      await pdf.click();
      await page.getByRole('combobox', { name: 'Paper' }).waitFor();
      await page.getByText('This format cannot be shown').waitFor();
      await admin.longShot('exports-create-pdf');
    }
    await page.getByRole('radio', { name: 'CSV' }).click();
    await choose(page, 'Separator', 'Semicolon');
  });

  it('save the choice as a template', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Save as template' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('Authors for the agency');
    await dialog.getByRole('textbox', { name: /Description/ }).fill('Every Monday');
    await dialog.getByRole('checkbox').click();
    await admin.shot('exports-save-template');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Template saved').waitFor();
  });

  it('make the file, show it come about and hand it out', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Start export' }).first().click();
    await page.getByRole('heading', { name: /^Export of/, level: 1 }).waitFor();
    await page.getByText('Complete', { exact: true }).waitFor();
    await admin.shot('exports-details');
    const path = await saved(page, () => page.getByRole('button', { name: 'Download' }).click());
    const rows = rowsOf(path, ';');
    const authors = await documents(site, AUTHOR).findMany({ limit: 100 });
    expect(rows.map(({ documentId }) => documentId).sort()).toEqual(
      authors.map(({ documentId }) => documentId).sort(),
    );
    await open(admin);
    const row = page.getByRole('row').filter({ hasText: 'Author' });
    await row.getByText('Complete').waitFor();
    await admin.shot('exports-list');
  });

  it('share a link that opens without a login, for one download', async () => {
    const { page } = admin;
    await page.getByRole('row').filter({ hasText: 'Author' }).getByRole('link').click();
    await page.getByText('Nobody without an account').waitFor();
    const dialog = page.getByRole('dialog');
    const share = async (name: string) => {
      await page.getByRole('button', { name: 'Share a link' }).first().click();
      await dialog.getByRole('textbox', { name: /For whom/ }).fill(name);
      await dialog.getByRole('checkbox').click();
      await dialog.getByRole('button', { name: 'Make the link' }).click();
      const address = await dialog.getByRole('textbox', { name: 'Address' }).inputValue();
      await admin.shot('exports-share');
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      return address;
    };
    const once = await share('The agency');
    expect(once.startsWith(base)).toBe(true);
    const file = await fetch(once);
    expect([file.status, (await file.text()).includes('documentId')]).toEqual([200, true]);
    expect((await fetch(once)).status).toBe(404);
    const revoked = await share('The printer');
    await page.reload();
    const links = page.getByRole('grid', { name: 'Links' });
    const used = links.getByRole('row').filter({ hasText: 'The agency' });
    await used.getByText('Used', { exact: true }).waitFor();
    expect(await used.getByRole('button').count()).toBe(0);
    const open = links.getByRole('row').filter({ hasText: 'The printer' });
    await open.getByRole('button', { name: 'Revoke' }).click();
    await open.getByText('Revoked', { exact: true }).waitFor();
    await admin.longShot('exports-links');
    expect((await fetch(revoked)).status).toBe(404);
  });

  it('use a template, change it, copy it and delete it', async () => {
    const { page } = admin;
    await open(admin, '/templates', 'Templates');
    await page.getByRole('link', { name: 'Full archive' }).waitFor();
    await admin.longShot('exports-templates');
    await page.getByRole('link', { name: 'Authors for the agency' }).click();
    await page.getByRole('heading', { name: 'Create export', level: 1 }).waitFor();
    await page.getByRole('grid', { name: 'author.csv' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Author' }).isChecked()).toBe(true);
    expect(await page.getByRole('combobox', { name: 'Separator' }).textContent()).toMatch(/Semicolon/);
    await choose(page, 'Headers', 'Labels, as editors see them');
    await page.getByRole('button', { name: 'Update template' }).click();
    await page.getByText('Template updated').waitFor();
    await open(admin, '/templates', 'Templates');
    const act = async (name: string, action: string) => {
      await page.getByRole('button', { name: `Actions for the template ${name}` }).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await act('Published content', 'Copy');
    await page.getByText(/^Copied as/).waitFor();
    await act('Authors for the agency', 'Delete');
    await page.getByRole('button', { name: 'Delete template' }).click();
    await page.getByText('Template deleted').waitFor();
    await page.getByRole('link', { name: 'Authors for the agency' }).waitFor({ state: 'detached' });
  });

  it('name what is wrong with a choice and start nothing', async () => {
    const { page } = admin;
    await page.route('**/keepsake/exports/estimate', (route) =>
      route.fulfill({
        status: 400,
        json: {
          data: null,
          error: {
            status: 400,
            name: 'KeepsakeError',
            message: 'locales: the site has no locale "xx".',
            details: { code: 'locale_unknown', hint: 'It has: de, en.' },
          },
        },
      }),
    );
    await open(admin, '/new', 'Create export');
    await page.getByText('locales: the site has no locale "xx". It has: de, en.').waitFor();
    expect(await page.getByRole('button', { name: 'Start export' }).first().isDisabled()).toBe(true);
    await page.unroute('**/keepsake/exports/estimate');
    await page.route('**/keepsake/exports?*', (route) => route.abort());
    await open(admin);
    await page.getByText('The server could not be reached').waitFor();
    await page.unroute('**/keepsake/exports?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('grid', { name: 'Exports' }).waitFor();
  });

  it('take the entries that are ticked in the content manager', async () => {
    const { page } = admin;
    await admin.go(`/content-manager/collection-types/${AUTHOR}?page=1&pageSize=10&sort=name:ASC`);
    const rows = page.getByRole('row');
    await rows.nth(1).getByRole('checkbox').click();
    await rows.nth(2).getByRole('checkbox').click();
    await admin.shot('exports-content-manager');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText('2 entries were chosen in the content manager').waitFor();
    await page.getByRole('grid', { name: 'author.csv' }).waitFor();
    expect(await page.getByRole('grid', { name: 'author.csv' }).getByRole('row').count()).toBe(3);
    await admin.shot('exports-selected');
    await page.getByRole('button', { name: 'Start export' }).first().click();
    await page.getByText('Complete', { exact: true }).waitFor();
    const path = await saved(page, () => page.getByRole('button', { name: 'Download' }).click());
    expect(rowsOf(path)).toHaveLength(2);
  });

  it('take the list of the content manager as it is filtered', async () => {
    const { page } = admin;
    const [one] = await documents(site, AUTHOR).findMany({ sort: 'name', limit: 1 });
    const filter = `filters[$and][0][name][$eq]=${encodeURIComponent(String(one!.name))}`;
    await admin.go(`/content-manager/collection-types/${AUTHOR}?page=1&pageSize=10&sort=name:ASC&${filter}`);
    await page.getByRole('button', { name: 'Export this list' }).click();
    await page.getByText('1 entry was chosen in the content manager').waitFor();
    await page.getByRole('grid', { name: 'author.csv' }).getByText(one!.documentId).waitFor();
  });

  it('give who may only export just that, and of it what they may read', async () => {
    const mia = await visit(browser, base, 'mia@example.com', { theme: 'dark' });
    const { page } = mia;
    await page.goto(`${base}/admin/plugins/keepsake`);
    await page.getByRole('heading', { name: 'Exports', level: 1 }).waitFor();
    await page.getByText('No exports yet').waitFor();
    await mia.shot('exports-empty-dark');
    await page.getByRole('link', { name: 'Create export' }).first().click();
    await page.getByRole('grid', { name: 'article.csv' }).waitFor();
    expect(await page.getByRole('columnheader').allTextContents()).not.toContain('excerpt');
    await mia.longShot('exports-create-dark');
    await page.getByRole('button', { name: 'Start export' }).first().click();
    await page.getByText('Complete', { exact: true }).waitFor();
    await mia.shot('exports-details-dark');
    const rows = rowsOf(await saved(page, () => page.getByRole('button', { name: 'Download' }).click()));
    expect(rows.every(({ locale }) => locale === 'en')).toBe(true);
    expect(Object.keys(rows[0]!)).toEqual(expect.arrayContaining(['title', 'slug']));
    expect(Object.keys(rows[0]!)).not.toContain('excerpt');
    await page.goto(`${base}/admin/plugins/keepsake/backups`);
    await page
      .getByText(/permission/i)
      .first()
      .waitFor();

    const eve = await visit(browser, base, 'eve@example.com');
    await eve.page.goto(`${base}/admin${EXPORTS}`);
    await eve.page
      .getByText(/permission/i)
      .first()
      .waitFor();
    expect(await eve.page.getByRole('link', { name: 'Exports' }).count()).toBe(0);
  });

  it('fit a narrow window', async () => {
    const narrow = await visit(browser, base, 'ada@example.com', { width: 480 });
    await open(narrow);
    await narrow.page.getByText('Complete').first().waitFor();
    await narrow.shot('exports-narrow');
    await open(narrow, '/new', 'Create export');
    await narrow.page.getByRole('grid').first().waitFor();
    await narrow.longShot('exports-create-narrow');
    const width = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(480);
  });

  it('delete an export', async () => {
    const { page } = admin;
    await open(admin);
    const table = page.getByRole('grid', { name: 'Exports' });
    await table.waitFor();
    const before = await table.getByRole('row').count();
    await table
      .getByRole('button', { name: /^Actions/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await admin.shot('exports-delete');
    await page.getByRole('button', { name: 'Delete export' }).click();
    await page.getByText('Export deleted').waitFor();
    expect(await table.getByRole('row').count()).toBe(before - 1);
  });
});
