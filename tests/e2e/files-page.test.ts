import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import { documents } from '../site/documents';
import { backUp } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const AUTHOR = 'api::author.author';
const IMPORT = '/plugins/keepsake/import';

interface Author {
  documentId: string;
  name: string;
}

describe('Files that people take away and bring back', () => {
  let site: Site;
  let browser: Browser;
  let base: string;
  let admin: Visitor;
  let folder: string;
  let backupId: string;

  beforeAll(async () => {
    ({ site, base } = await openPanel());
    ({ documentId: backupId } = await backUp(site, 'To take away'));
    folder = mkdtempSync(join(tmpdir(), 'keepsake-downloads-'));
    browser = await launch();
    admin = await visit(browser, base, 'ada@example.com');
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function download(kind: RegExp): Promise<string> {
    const { page } = admin;
    await admin.go(`/plugins/keepsake/backups/${backupId}`);
    await page.getByRole('button', { name: 'Download' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: kind }).click();
    await admin.shot('download');
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    const file = await downloading;
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  }

  async function loseAnAuthor(): Promise<Author> {
    const [author] = await documents(site, AUTHOR).findMany({ sort: 'name', limit: 1 });
    await documents(site, AUTHOR).delete({ documentId: author!.documentId });
    return { documentId: author!.documentId, name: String(author!.name) };
  }

  async function expectBack({ documentId, name }: Author): Promise<void> {
    expect(await documents(site, AUTHOR).findOne({ documentId })).toMatchObject({ name });
  }

  async function importIt(outcome: string): Promise<void> {
    const { page } = admin;
    await page.getByRole('button', { name: 'Import…' }).last().click();
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await dialog.getByRole('textbox').fill('site');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.getByText(outcome).first().waitFor();
  }

  it('come as a readable ZIP, which brings back what is missing', async () => {
    const { page } = admin;
    const zip = await download(/Readable ZIP/);
    expect(zip).toMatch(/\.zip$/);
    expect(readFileSync(zip).subarray(0, 2).toString()).toBe('PK');
    const lost = await loseAnAuthor();
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByText('or drop it here').waitFor();
    await admin.shot('import');
    await page.getByLabel('File to import').setInputFiles(zip);
    await page.getByText('taken for one from elsewhere').waitFor();
    await page.getByText(lost.name).first().waitFor();
    await admin.longShot('import-preview');
    // A changed choice drops what was seen: nothing can be imported that was not.
    await page.getByRole('radio', { name: 'Also put changed entries back' }).click();
    expect(await page.getByRole('button', { name: 'Import…' }).count()).toBe(0);
    await page.getByRole('radio', { name: 'Only bring back what is missing' }).click();
    await page.getByRole('button', { name: 'Preview changes' }).last().click();
    await page.getByText(lost.name).first().waitFor();
    await importIt('Imported. Everything is as you saw it in the preview.');
    await admin.shot('imported');
    await expectBack(lost);
  });

  it('come as an encrypted archive, which this site restores exactly', async () => {
    const { page } = admin;
    const archive = await download(/Encrypted archive/);
    expect(archive).toMatch(/\.keepsake$/);
    const lost = await loseAnAuthor();
    await admin.go(IMPORT);
    await page.getByLabel('File to import').setInputFiles(archive);
    await page.getByText('This site made this archive').waitFor();
    await importIt('Imported. Everything is as you saw it in the preview.');
    await expectBack(lost);
  });

  it('ask for their secret when they are locked, and forget it', async () => {
    const { page } = admin;
    const archive = await download(/Encrypted archive/);
    await (
      await site.service('maintenance').rotateKeys({ all: true })
    ).done;
    await admin.go(IMPORT);
    await page.getByLabel('File to import').setInputFiles(archive);
    const secret = page.getByLabel('Secret of the site it comes from');
    await secret.fill('the passphrase of nobody at all');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('This secret does not open the file').waitFor();
    await page.getByRole('link', { name: 'Storage' }).waitFor();
    await admin.shot('import-secret');
    const right = readFileSync(join(site.folder, 'keepsake', 'secret'), 'utf8').trim();
    await secret.fill(right);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('taken for one from elsewhere').waitFor();
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toContain(right);
    expect(JSON.stringify(await site.service('jobs').list())).not.toContain(right);
  });

  it('are refused with what is wrong with them', async () => {
    const { page } = admin;
    await admin.go(IMPORT);
    const buffer = Buffer.from('{"not": "a record"}');
    const file = { name: 'notes.json', mimeType: 'application/json', buffer };
    await page.getByLabel('File to import').setInputFiles(file);
    const refusal = page.getByRole('alert').filter({ hasText: 'The file was not opened' });
    await refusal.waitFor();
    await admin.shot('import-refused');
    expect(await page.getByRole('button', { name: 'Import…' }).count()).toBe(0);
  });

  it('are tables too, of which one says what they hold where they do not', async () => {
    const { page } = admin;
    await admin.go(IMPORT);
    const buffer = Buffer.from('documentId,locale,name\r\nnobodyhasit,en,New\r\n');
    await page.getByLabel('File to import').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
    await page.getByText('What is in this table?').waitFor();
    await admin.shot('import-table');
    await page.getByRole('combobox', { name: 'Content type' }).click();
    await page.getByRole('option', { name: 'api::category.category' }).click();
    await page.getByRole('button', { name: 'Import…' }).first().waitFor();
    expect(await page.getByText('What is in this table?').count()).toBe(0);
  });

  it('are not offered to who may only see backups', async () => {
    const reader = await visit(browser, base, 'eve@example.com');
    await reader.go(`/plugins/keepsake/backups/${backupId}`);
    await reader.page.getByText('To take away').first().waitFor();
    expect(await reader.page.getByRole('button', { name: 'Download' }).count()).toBe(0);
    await reader.go(IMPORT);
    await reader.page
      .getByText(/permission/i)
      .first()
      .waitFor();
    expect(await reader.page.getByText('Choose a file').count()).toBe(0);
  });

  it('can be brought in in the dark and in a narrow window', async () => {
    const dark = await visit(browser, base, 'ada@example.com', { theme: 'dark' });
    await dark.go(IMPORT);
    await dark.page.getByText('or drop it here').waitFor();
    await dark.shot('import-dark');
    const narrow = await visit(browser, base, 'ada@example.com', { width: 600 });
    await narrow.go(`/plugins/keepsake/backups/${backupId}/restore`);
    await narrow.page.getByText('Which part?').waitFor();
    const overflow = await narrow.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await narrow.longShot('restore-narrow');
    await admin.go(`/plugins/keepsake/backups/${backupId}/restore`);
    await admin.page.getByText('Which part?').waitFor();
    await admin.longShot('restore-form');
  });
});
