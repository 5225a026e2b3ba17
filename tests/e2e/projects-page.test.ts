import type { Browser } from 'playwright-core';

import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const PROJECTS = '/plugins/keepsake/projects';

describe('The Projects page', () => {
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

  it('makes a project, and shows what its rules match while they are made', async () => {
    const { page } = admin;
    await admin.go(PROJECTS);
    await page.getByRole('row', { name: /The whole site/ }).waitFor();
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Authors of the magazine');
    await page.getByRole('checkbox', { name: 'All content' }).click();
    await page.getByText('0 entries and 0 files just now').waitFor();
    await page.getByRole('checkbox', { name: 'Author', exact: true }).click();
    await page.getByText(/^[1-9]\d* entries and \d+ files? just now$/).waitFor();
    const filter = page.getByLabel('Filter of Author');
    await filter.fill('{ "slug"');
    await page.getByText('This is no JSON object.').waitFor();
    await filter.fill('{ "slug": { "$eq": "nobody" } }');
    await page.getByText('0 entries and 0 files just now').waitFor();
    await filter.fill('{ "nosuchfield": 1 }');
    await page
      .getByText(/nosuchfield/)
      .last()
      .waitFor();
    await filter.fill('{ "slug": { "$notNull": true } }');
    await page.getByText(/^[1-9]\d* entries and \d+ files? just now$/).waitFor();
    await admin.shot('project-form');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /Authors of the magazine.*1 content type/ }).waitFor();
  });

  it('makes somebody a member, who then sees this project and no other', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Actions for the project Authors of the magazine' }).click();
    await page.getByRole('menuitem', { name: 'Members' }).click();
    await page.getByText('No members yet.').waitFor();
    await page.getByRole('searchbox', { name: 'Name or e-mail address' }).fill('eve');
    await page.getByRole('button', { name: 'Add Eve Example' }).click();
    await page.getByRole('list', { name: 'Members' }).getByText('Eve Example', { exact: true }).waitFor();
    await admin.shot('project-members');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /Authors of the magazine.*1/ }).waitFor();

    await site.strapi.db
      .query('admin::permission')
      .deleteMany({ where: { action: 'plugin::keepsake.projects.all', role: { name: 'Reader' } } });
    const eve = await visit(browser, base, 'eve@example.com', { width: 420, theme: 'dark' });
    await eve.go(PROJECTS);
    await eve.page.getByRole('row', { name: /Authors of the magazine/ }).waitFor();
    expect(await eve.page.getByText('The whole site').count()).toBe(0);
    expect(await eve.page.getByRole('button', { name: 'New project' }).count()).toBe(0);
    expect(await eve.page.getByRole('button', { name: /^Actions for/ }).count()).toBe(0);
    await eve.longShot('projects-narrow-dark');
    await eve.go('/plugins/keepsake/health');
    await eve.page
      .getByText(/permission/i)
      .first()
      .waitFor();
  });

  it('is backed up alone, which the list says', async () => {
    const { page } = admin;
    await admin.go('/plugins/keepsake/backups');
    await page.getByRole('button', { name: 'Back up now' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Project' }).click();
    await page.getByRole('option', { name: 'Authors of the magazine' }).click();
    await admin.shot('project-backup');
    await dialog.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText('authors-of-the-magazine').first().waitFor();
    const made = () => site.service('backups').all('authors-of-the-magazine');
    while ((await made())[0]?.state !== 'succeeded') await page.waitForTimeout(100);
    const { types } = await site.service('backups').details((await made())[0]!.documentId);
    expect(types.filter(({ documents }) => documents > 0).map(({ uid }) => uid)).toContain(
      'api::author.author',
    );
    expect(types.map(({ uid }) => uid)).not.toContain('api::article.article');
    await admin.go(PROJECTS);
  });

  it('changes and deletes it', async () => {
    const { page } = admin;
    const menu = page.getByRole('button', { name: 'Actions for the project Authors of the magazine' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Change' }).click();
    await page.getByLabel('Filter of Author').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page
      .getByRole('checkbox', { name: 'It has backups or versions: leave them in the storage' })
      .click();
    await page.getByRole('button', { name: 'Delete project' }).click();
    await page.getByRole('row', { name: /Authors of the magazine/ }).waitFor({ state: 'detached' });
  });
});
