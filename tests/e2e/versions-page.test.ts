import type { Browser, Page } from 'playwright-core';

import { documents } from '../site/documents';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const VERSIONS = '/plugins/keepsake/versions';
const AUTHOR = 'api::author.author';

const row = (page: Page, label: string) => page.getByRole('row').filter({ hasText: label });

async function choose(page: Page, label: string, action: string): Promise<void> {
  await row(page, label)
    .getByRole('button', { name: /^Actions/ })
    .click();
  await page.getByRole('menuitem', { name: action }).click();
}

describe('The Versions page', () => {
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

  it('says what versions are while there is none, and makes the first one', async () => {
    const { page } = admin;
    await admin.go(VERSIONS);
    await page.getByText('No versions yet').waitFor();
    await admin.shot('versions-empty');
    await page.getByRole('button', { name: 'New version' }).first().click();
    await page.getByLabel('Label (optional)').fill('Before the launch');
    await page.getByLabel('Note (optional)').fill('As agreed on Friday');
    await admin.shot('versions-create');
    await page.getByRole('button', { name: 'Make version' }).click();
    await row(page, 'Before the launch').getByText('Complete').waitFor();
    await row(page, 'Before the launch')
      .getByText(/Version 1 · As agreed on Friday · Ada Example/)
      .waitFor();
  });

  it('renames it, pins it, and finds it by its label', async () => {
    const { page } = admin;
    await choose(page, 'Before the launch', 'Rename…');
    await page.getByLabel('Label (optional)').fill('Launch day');
    await page.getByRole('button', { name: 'Save' }).click();
    await choose(page, 'Launch day', 'Pin');
    await row(page, 'Launch day').getByLabel('Pinned').waitFor();
    await page.getByPlaceholder('Find by label, note or number').fill('nothing like it');
    await page.getByText('No version is like that.').waitFor();
    await page.getByPlaceholder('Find by label, note or number').fill('launch');
    await row(page, 'Launch day').waitFor();
    await admin.shot('versions');
    expect((await site.service('versions').list({ page: 1, pageSize: 10 })).versions).toMatchObject([
      { number: 1, label: 'Launch day', note: 'As agreed on Friday', pinned: true },
    ]);
  });

  it('compares it with the live content, and offers it where two are chosen', async () => {
    const { page } = admin;
    await documents(site, AUTHOR).create({ data: { name: 'Newcomer', slug: 'newcomer' } });
    await choose(page, 'Launch day', 'Compare…');
    await page.getByRole('button', { name: /^Author.*Added: 1/ }).waitFor();
    await page.getByRole('combobox', { name: 'From' }).getByText('Version 1 – Launch day').waitFor();
  });

  it('leads to a preview of restoring it', async () => {
    const { page } = admin;
    await admin.go(VERSIONS);
    await choose(page, 'Launch day', 'Restore');
    await page.getByText(/From version 1 of/).waitFor();
    await page.getByRole('radio', { name: 'Make it exactly as it was' }).click();
    await page.getByRole('button', { name: 'Preview changes' }).last().click();
    await page.getByText('Newcomer').first().waitFor();
  });

  it('deletes it once that is confirmed', async () => {
    const { page } = admin;
    await admin.go(VERSIONS);
    await choose(page, 'Launch day', 'Delete');
    await page.getByRole('button', { name: 'Delete version' }).click();
    await page.getByText('Version deleted').first().waitFor();
    await page.getByText('No versions yet').waitFor();
    expect((await site.service('versions').list({ page: 1, pageSize: 10 })).versions).toEqual([]);
  });

  it('offers only what one may do', async () => {
    const eve = await visit(browser, base, 'eve@example.com');
    await eve.go(VERSIONS);
    await eve.page.getByText('No versions yet').waitFor();
    expect(await eve.page.getByRole('button', { name: 'New version' }).count()).toBe(0);
  });
});
