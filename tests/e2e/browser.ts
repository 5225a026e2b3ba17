import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Browser, BrowserContext, BrowserType, Page } from 'playwright-core';

import { bootSite, copySeededSite } from '../site/open-site';
import type { Site } from '../site/open-site';

declare const hostRequire: (path: string) => unknown;

export const SCREENSHOTS = join(__dirname, '__screenshots__');
export const PASSWORD = 'Password-123';

export interface Visitor {
  page: Page;
  /** Opens a page of the admin panel, by its path below /admin. */
  go(path: string): Promise<void>;
  /** Keeps what is seen now as a picture. */
  shot(name: string): Promise<void>;
  /** The whole of a long page, from top to bottom. */
  longShot(name: string): Promise<void>;
}

export async function launch(): Promise<Browser> {
  const { chromium } = hostRequire('playwright-core') as { chromium: BrowserType };
  mkdirSync(SCREENSHOTS, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
}

export interface Panel {
  site: Site;
  /** Address of the server. */
  base: string;
}

/**
 * A seeded site with its admin panel, and three admins: ada may do everything, eve only see backups, bob nothing
 * (each `@example.com`).
 */
export async function openPanel(env: Record<string, string> = {}): Promise<Panel> {
  const { buildAdminPanel } = hostRequire('../../scripts/demo/admin-panel.cjs') as {
    buildAdminPanel(): void;
  };
  buildAdminPanel();
  const site = await bootSite(copySeededSite(), env, { serveAdminPanel: true });
  await makeAdmins(site);
  return { site, base: await listen(site) };
}

async function makeAdmins(site: Site): Promise<void> {
  const roles = site.strapi.service('admin::role');
  const superAdmin = (await roles.getSuperAdmin()) as { id: number };
  const reader = (await roles.create({ name: 'Reader', description: 'Sees backups' })) as { id: number };
  await roles.assignPermissions(reader.id, [
    { action: 'plugin::keepsake.read', subject: null, conditions: [], properties: {} },
    { action: 'plugin::keepsake.projects.all', subject: null, conditions: [], properties: {} },
  ]);
  const nobody = (await roles.create({ name: 'Nobody', description: 'May nothing' })) as { id: number };
  for (const [firstname, role] of [
    ['Ada', superAdmin.id],
    ['Eve', reader.id],
    ['Bob', nobody.id],
  ] as const) {
    await site.strapi.service('admin::user').create({
      firstname,
      lastname: 'Example',
      email: `${firstname.toLowerCase()}@example.com`,
      password: PASSWORD,
      isActive: true,
      registrationToken: null,
      roles: [role],
    });
  }
}

/** Listens on a free port of this machine; gives back the address. */
async function listen(site: Site): Promise<string> {
  await new Promise<void>((resolve) => site.server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(site.server.address() as AddressInfo).port}`;
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** By address and e-mail: Strapi allows five logins of an admin within five minutes. */
const sessions = new Map<string, Session>();

export async function visit(
  browser: Browser,
  base: string,
  email: string,
  options: { width?: number; theme?: 'light' | 'dark' } = {},
): Promise<Visitor> {
  const key = `${base} ${email}`;
  const session = sessions.get(key);
  const context = await browser.newContext({
    ...(session ? { storageState: session } : {}),
    viewport: { width: options.width ?? 1280, height: 900 },
    locale: 'en-GB',
    acceptDownloads: true,
  });
  await context.addInitScript((theme) => {
    localStorage.setItem('STRAPI_THEME', theme);
    localStorage.setItem('STRAPI_FREE_TRIAL_WELCOME_MODAL', '1');
    localStorage.setItem('STRAPI_GUIDED_TOUR', '{"enabled":false}');
  }, options.theme ?? 'light');
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  if (!session) await logIn(page, base, email);
  sessions.set(key, await context.storageState());
  const shot = async (name: string) => {
    // Menus and toasts move in; a picture of them half-way shows nothing.
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  };
  return {
    page,
    async go(path) {
      await page.goto(`${base}/admin${path}`);
      await page.waitForLoadState('networkidle');
    },
    shot,
    async longShot(name) {
      const { width = 1280, height = 900 } = page.viewportSize() ?? {};
      const scrolled = await page.evaluate(() =>
        Math.max(...Array.from(document.querySelectorAll('*'), ({ scrollHeight }) => scrollHeight)),
      );
      await page.setViewportSize({ width, height: Math.max(height, scrolled + 100) });
      await shot(name);
      await page.setViewportSize({ width, height });
    },
  };
}

async function logIn(page: Page, base: string, email: string): Promise<void> {
  await page.goto(`${base}/admin/auth/login`);
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => !url.pathname.includes('login'));
  await closeNews(page);
}

/** Strapi announces its new media library above every page, over what is to be looked at. */
async function closeNews(page: Page): Promise<void> {
  const link = page.getByText('Read blog post');
  await link.waitFor({ timeout: 5000 }).catch(() => undefined);
  const banner = link.locator('xpath=ancestor::div[.//button][1]');
  if (await link.isVisible()) await banner.getByRole('button').last().click();
}
