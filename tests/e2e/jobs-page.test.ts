import type { Browser, Page } from 'playwright-core';

import type { JobContext } from '../../server/src/services/jobs/job-kinds';
import { backUp } from '../site/keepsake';
import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const menu = async (page: Page, text: string, item: string) => {
  await row(page, text)
    .getByRole('button', { name: /^Actions/ })
    .click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe('The Jobs page', () => {
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

  /** Not by `go`: a page that hears of jobs has a request open for as long as it is. */
  async function open({ page }: Visitor): Promise<void> {
    await page.goto(`${base}/admin/plugins/keepsake/jobs`);
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
  }

  /** A job of this process that does what it is told. */
  async function held(startedBy: string) {
    let context: JobContext | null = null;
    let end = () => {};
    const work = (given: JobContext) =>
      new Promise<{ problems: [] }>((resolve, reject) => {
        context = given;
        end = () => resolve({ problems: [] });
        given.signal.addEventListener('abort', () => reject(given.signal.reason as Error));
      });
    const request = { type: 'verify' as const, project: 'site', backupId: null, startedBy };
    const { job, done } = await site.service('jobs').start(request, work);
    done.catch(() => undefined);
    const progress = (part: number, etaSeconds: number) =>
      context!.progress({ phase: 'checking', done: part, total: 100, bytes: 0, etaSeconds, message: '' });
    return { job, progress, end: () => end() };
  }

  it('says that nothing was under way yet', async () => {
    await open(admin);
    await admin.page.getByText('Nothing has been under way yet').waitFor();
    await admin.shot('jobs-empty');
  });

  it('shows a job begin, go on and end without being loaded again', async () => {
    const { page } = admin;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const { progress, end } = await held('Ada of the first');
    await row(page, 'Ada of the first').getByText('Running').waitFor();
    progress(40, 65);
    await row(page, 'Ada of the first').getByText('40%').waitFor();
    await row(page, 'Ada of the first').getByText('about 1 min 5 sec left').waitFor();
    await admin.shot('jobs-running');
    progress(80, 3);
    await row(page, 'Ada of the first').getByText('80%').waitFor();
    end();
    await row(page, 'Ada of the first').getByText('Done').waitFor();
    // Only its beginning and its end had the list loaded again.
    expect(asked.filter((path) => path === '/keepsake/jobs').length).toBeLessThanOrEqual(3);
  });

  it('shows what a job says of itself, and cancels it', async () => {
    const { page } = admin;
    const { progress } = await held('Ada of the second');
    await row(page, 'Ada of the second').getByText('Running').waitFor();
    progress(10, 100);
    await menu(page, 'Ada of the second', 'Details and log');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Started.').waitFor();
    await admin.shot('jobs-log');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('Cancelled').first().waitFor();
    await dialog.getByRole('list').getByText('It was cancelled.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row(page, 'Ada of the second').getByText('Cancelled', { exact: true }).waitFor();
  });

  it('resumes a job that ended early, and runs one again', async () => {
    const { page } = admin;
    await backUp(site);
    const ended = { type: 'verify', state: 'failed', project: 'site', input: { backupId: null }, attempt: 1 };
    for (const startedBy of ['Ada of the third', 'Ada of the fourth']) {
      const row = { ...ended, startedBy, checkpoint: { pack: 3 }, finishedAt: new Date().toISOString() };
      await site.strapi.db.query('plugin::keepsake.job' as never).create({ data: row as never });
    }
    await row(page, 'Ada of the fourth').getByText('Failed').waitFor();
    await menu(page, 'Ada of the third', 'Resume');
    await row(page, 'Ada of the third').getByText('Done').waitFor();
    await menu(page, 'Ada of the fourth', 'Run again');
    await row(page, 'Ada of the fourth').getByText('Done').waitFor();
  });

  it('narrows the list, and says when nothing is so', async () => {
    const { page } = admin;
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Cancelled' }).click();
    await row(page, 'Ada of the second').waitFor();
    expect(await row(page, 'Ada of the first').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Restore', exact: true }).click();
    await page.getByText('No job is like that').waitFor();
    await admin.shot('jobs-filtered');
  });

  it('asks now and then where it cannot hear, and says when nobody answers', async () => {
    const { page } = admin;
    await page.route('**/keepsake/jobs/events', (route) => route.abort());
    await open(admin);
    const { end } = await held('Ada of the fifth');
    await row(page, 'Ada of the fifth').getByText('Running').waitFor();
    end();
    await row(page, 'Ada of the fifth').getByText('Done').waitFor();
    await page.route('**/keepsake/jobs?*', (route) => route.abort());
    await open(admin);
    await page.getByText('The server could not be reached').waitFor();
    await admin.shot('jobs-error');
    await page.unroute('**/keepsake/jobs?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(page, 'Ada of the fifth').waitFor();
    await page.unroute('**/keepsake/jobs/events');
  });

  it('shows a reader all and lets them change nothing, and others nothing', async () => {
    const { end } = await held('Ada of the sixth');
    const reader = await visit(browser, base, 'eve@example.com', { theme: 'dark' });
    await open(reader);
    await row(reader.page, 'Ada of the sixth')
      .getByRole('button', { name: /^Actions/ })
      .click();
    expect(await reader.page.getByRole('menuitem').allTextContents()).toEqual(['Details and log']);
    await reader.shot('jobs-reader');
    const nobody = await visit(browser, base, 'bob@example.com');
    await nobody.go('/plugins/keepsake/jobs');
    await nobody.page
      .getByText(/permission/i)
      .first()
      .waitFor();
    end();
  });

  it('lets go of the server when it is left', async () => {
    await open(admin);
    const streams = site.service('streams');
    while (streams.count() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await browser.close();
    while (streams.count() > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
