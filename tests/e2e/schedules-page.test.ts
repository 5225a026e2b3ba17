import type { Browser } from 'playwright-core';

import type { Site } from '../site/open-site';
import { launch, openPanel, visit } from './browser';
import type { Visitor } from './browser';

const SCHEDULES = '/plugins/keepsake/schedules';

describe('The Schedules page', () => {
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

  it('makes a schedule in another time zone, and shows when it runs before it is saved', async () => {
    const { page } = admin;
    await admin.go(SCHEDULES);
    await page.getByText('No schedules yet').waitFor();
    await page.getByRole('button', { name: 'New schedule' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Nightly in Auckland');
    await page.getByLabel('Time (HH:MM)').fill('25:00');
    await page.getByText('"25:00" is no time of day').waitFor();
    await page.getByLabel('Time (HH:MM)').fill('02:30');
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await zone.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Auckland');
    await page.getByRole('option', { name: 'Pacific/Auckland' }).click();
    await page.getByText('Every day at 02:30, Pacific/Auckland').waitFor();
    await page.getByRole('list', { name: 'Next runs' }).getByText('your time').first().waitFor();
    await admin.shot('schedule-form');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /Nightly in Auckland/ }).waitFor();
  });

  it('runs it now, and shows the backup', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Actions for the schedule Nightly in Auckland' }).click();
    await page.getByRole('menuitem', { name: 'Run now' }).click();
    await page.getByRole('row', { name: /Nightly in Auckland.*Done/ }).waitFor();
    await admin.longShot('schedules');
    await admin.go('/plugins/keepsake/backups');
    await page.getByRole('row', { name: /Nightly in Auckland.*Scheduled/ }).waitFor();
  });

  it('is on the overview with its next run, and in the activity', async () => {
    const { page } = admin;
    await admin.go('/plugins/keepsake/overview');
    await page.getByText(/· Nightly in Auckland$/).waitFor();
    await admin.go('/plugins/keepsake/activity');
    const rows = page.getByRole('row', { name: /Nightly in Auckland/ });
    await rows.nth(1).waitFor();
    await admin.longShot('schedule-activity');
  });

  it('refuses days and cron texts that are none, beside their field', async () => {
    const { page } = admin;
    await admin.go(SCHEDULES);
    await page.getByRole('button', { name: 'New schedule' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Never');
    const choose = async (kind: string) => {
      await page.getByRole('combobox', { name: 'How often' }).click();
      await page.getByRole('option', { name: kind }).click();
    };
    await choose('By cron expression');
    await page.getByLabel('Cron expression').fill('0 25 * * *');
    const refused = page.locator('[aria-invalid=true]');
    await page.getByLabel('Cron expression').and(refused).waitFor();
    await admin.shot('schedule-cron-refused');
    await choose('Every month');
    await page.getByLabel('Day of the month').fill('32');
    await page.getByLabel('Day of the month').and(refused).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await site.service('schedules').list(['site'])).toHaveLength(1);
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  it('pins the backup, and says by the simulator why it stays', async () => {
    const { page } = admin;
    await admin.go('/plugins/keepsake/backups');
    await page.getByRole('button', { name: /^Actions for the backup/ }).click();
    await page.getByRole('menuitem', { name: 'Pin: never remove it by itself' }).click();
    await page.getByLabel('Pinned').waitFor();
    await admin.go(SCHEDULES);
    await page.getByLabel('Newest', { exact: true }).fill('1');
    await page
      .getByText(/newest good one · pinned · number 1 of the newest 7/)
      .first()
      .waitFor();
  });

  it('pauses and deletes it', async () => {
    const { page } = admin;
    const menu = page.getByRole('button', { name: 'Actions for the schedule Nightly in Auckland' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No schedules yet').waitFor();
  });

  it('offers nothing to change to who may only see', async () => {
    const reader = await visit(browser, base, 'eve@example.com', { theme: 'dark', width: 420 });
    await site.service('schedules').create(
      {
        name: 'Weekly',
        schedule: 'weekly',
        day_of_week: 1,
        format: 'json',
        time: '02:00',
        timezone: 'UTC',
        retention_count: 3,
      },
      'site',
      { id: null, name: null },
    );
    await reader.go(SCHEDULES);
    await reader.page.getByText('Weekly', { exact: true }).waitFor();
    expect(await reader.page.getByRole('button', { name: 'New schedule' }).count()).toBe(0);
    await reader.longShot('schedules-narrow-dark');
  });
});
