import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import request from 'supertest';

import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import type { DatabaseServer } from '../databases/database-server';
import { postgres } from '../databases/postgres';
import { createCompiledApp } from '../site/compiled-app';
import type { CompiledApp } from '../site/compiled-app';
import { backUp } from '../site/keepsake';
import { bootSite, databaseEnvironment, openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';
import { startS3Server } from '../storage/s3-server';
import type { S3Server } from '../storage/s3-server';

const REQUESTS = [
  '/api/articles?populate=*&pagination[pageSize]=100&sort=documentId',
  '/api/articles?locale=de&sort=documentId&fields[0]=title',
  '/api/categories?populate=*&sort=documentId',
  '/api/home-page?populate=*',
  '/api/global?populate=*',
];

const reason = postgres.whySkip();
const title = 'A site on SQLite that keeps its backups on S3';
(reason ? describe.skip : describe)(`${title}${reason ? ` (${reason})` : ''}`, () => {
  let s3: S3Server;
  let server: DatabaseServer;
  let app: CompiledApp;
  let folder: string;
  let env: Record<string, string>;
  let site: Site | null = null;
  let before: SiteImage;
  let answers: unknown[];

  const storage = () => ({
    KEEPSAKE_SECRET: 'the bucket and this are all that is left',
    KEEPSAKE_STORAGE: JSON.stringify({
      provider: 'aws-s3',
      prefix: 'the-site',
      providerOptions: s3.providerOptions('backups'),
    }),
  });
  const keepsake = (...args: string[]) => runCli(app.folder, [...args, '--json'], env);

  beforeAll(async () => {
    [s3, server] = await Promise.all([startS3Server(['backups']), postgres.start()]);
    app = createCompiledApp();
    site = await openSite(storage());
    before = await site.capture();
    answers = await ask(site);
    const { state } = await backUp(site, 'The last one');
    expect(state).toBe('succeeded');
    // Database, uploads and private folder are in the site's folder, which goes with it.
    await site.close();
    site = null;

    folder = mkdtempSync(join(tmpdir(), 'keepsake-new-server-'));
    mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
    const database = databaseEnvironment('postgres', await server.createDatabase());
    env = { ...siteEnvironment(folder), ...storage(), ...database, NODE_ENV: 'production' };
  });

  afterAll(async () => {
    await site?.close();
    await server?.stop();
    await s3?.stop();
    app?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes back on Postgres with two commands, given the bucket and the secret', async () => {
    const recovered = await keepsake('recover');
    expect(recovered).toMatchObject({
      code: 0,
      json: { ok: true, mode: 'adopt', backups: [{ note: 'The last one' }], problems: [] },
    });
    const restored = await keepsake('restore', 'latest', '--mode', 'mirror', '--yes');
    expect(restored).toMatchObject({
      code: 0,
      json: { ok: true, state: 'succeeded', added: ['users', 'settings'], problems: [] },
    });
    site = await bootSite(folder, env);
    const { client } = site.strapi.db.dialect;
    expect(client).toBe('postgres');
    expect(formatDifferences(compareSites(before, await site.capture()), 20)).toBe('No differences.');
  });

  it('answers the public as it did, and lets its users in', async () => {
    expect(await ask(site!)).toEqual(answers);
    const login = (identifier: string, password: string) =>
      request(site!.server).post('/api/auth/local').send({ identifier, password });
    expect((await login('greta@readers.example', 'Reader-demo-1')).body).toMatchObject({
      jwt: expect.any(String) as unknown,
      user: { username: 'greta' },
    });
    expect((await login('greta@readers.example', 'Reader-demo-2')).status).toBe(400);
    expect((await login('ottokar@readers.example', 'Reader-demo-1')).status).toBe(400);
  });

  it('goes on with its backups where they ended', async () => {
    const { storedBytes, bytes, state } = await backUp(site!);
    expect(state).toBe('succeeded');
    expect(storedBytes).toBeLessThan(bytes / 20);
  });
});

/** What anybody gets; ids of rows are another database's. */
async function ask(site: Site): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const path of REQUESTS) {
    const { status, body } = await request(site.server).get(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    answers.push(
      JSON.parse(JSON.stringify(body, (key, value: unknown) => (key === 'id' ? undefined : value))),
    );
  }
  return answers;
}
