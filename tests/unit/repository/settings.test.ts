import { createHash } from 'node:crypto';

import { parseConfig } from '../../../server/src/config';
import { PUBLISHED_SECRET } from '../../../server/src/core/repository/secret';
import { resolveSecrets } from '../../../server/src/services/repository/resolve-secret';
import { siteIdentity } from '../../../server/src/services/repository/site-identity';
import { createMemoryStorage } from './memory-storage';
import { commitSample, openSample, readSample, recordsOf } from './sample-snapshot';

type App = Parameters<typeof resolveSecrets>[0];

/** As much of a Strapi app as settings are read from. */
function appWith(settings: Record<string, unknown>): App {
  return { config: { get: (key: string, absent?: unknown) => settings[key] ?? absent } } as unknown as App;
}

const A = 'a secret of twenty characters';
const B = 'another one of more than twenty';
const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

describe('the secrets of a site', () => {
  const secretsOf = (encryption: unknown) => resolveSecrets(appWith({ 'plugin::keepsake': { encryption } }));

  it('are the one of the settings, or several, the current one first', () => {
    expect(secretsOf({ secret: A })).toEqual({ secrets: [A], source: 'configured' });
    expect(secretsOf({ secrets: [B, A] })).toEqual({ secrets: [B, A], source: 'configured' });
  });

  it('are the one of the environment where the settings name none', () => {
    process.env.KEEPSAKE_SECRET = A;
    expect(secretsOf({})).toEqual({ secrets: [A], source: 'configured' });
    expect(secretsOf({ secrets: [B] }).secrets).toEqual([B]);
  });

  it('are missing in production, unless it is written out that none is wanted', () => {
    process.env.KEEPSAKE_SECRET = '';
    process.env.NODE_ENV = 'production';
    expect(() => secretsOf({})).toThrow(expect.objectContaining({ code: 'secret_missing' }) as Error);
    expect(secretsOf(false)).toEqual({ secrets: [PUBLISHED_SECRET], source: 'off' });
  });

  it.each([
    [{ secret: 'short' }, /encryption\.secret: must have at least 20/],
    [{ secrets: [A, 'short'] }, /encryption\.secrets\.1: must have at least 20/],
    [{ secrets: [] }, /encryption\.secrets: must name at least one/],
    [{ secret: A, secrets: [B] }, /encryption: name either/],
    [{ colour: 'red' }, /encryption: .*colour/],
  ])('are refused as %j, by the name of the setting', (encryption, message) => {
    expect(() => parseConfig({ encryption })).toThrow(message);
  });
});

describe('a repository without encryption', () => {
  it('opens with what everybody knows, and notices damage all the same', async () => {
    const seed = createHash('sha256').update('strapi-plugin-keepsake: encryption is off').digest('base64');
    const storage = createMemoryStorage();
    const repository = await openSample(storage, { secret: PUBLISHED_SECRET });
    const { objects } = await commitSample(repository, { id: 'one', records: recordsOf(['a', 'b']) });
    const opened = await openSample(storage, { secret: `base64:${seed}` });
    expect((await readSample(opened, 'one')).records).toEqual(recordsOf(['a', 'b']));
    const bytes = storage.objects.get(objects[0] ?? '') as Buffer;
    bytes[90] = (bytes[90] as number) ^ 1;
    expect((await opened.verify()).problems).toMatchObject([{ item: objects[0] }]);
  });

  it('is encrypted later by a full change of keys', async () => {
    const storage = createMemoryStorage();
    await commitSample(await openSample(storage, { secret: PUBLISHED_SECRET }), { id: 'one', records: {} });
    const both = await openSample(storage, { secret: [A, PUBLISHED_SECRET] });
    await both.rotateKeys({ all: true });
    await (await openSample(storage, { secret: A })).rotateKeys();
    await expect(openSample(storage, { secret: PUBLISHED_SECRET })).rejects.toMatchObject({
      code: 'wrong_secret',
    });
  }, 30_000);
});

describe('what tells a site from its copy', () => {
  const identity = (connection: object, url?: string) =>
    siteIdentity(appWith({ 'database.connection': { client: 'postgres', connection }, 'server.url': url }));
  const database = { host: 'db', port: 5432, database: 'site' };

  it('is its public address and its database', () => {
    const here = identity(database, 'https://example.org');
    expect(identity({ ...database }, 'https://example.org')).toBe(here);
    expect(identity(database, 'https://staging.example.org')).not.toBe(here);
    for (const other of [{ host: 'db2' }, { port: 5433 }, { database: 'staging' }])
      expect(identity({ ...database, ...other }, 'https://example.org')).not.toBe(here);
  });

  it('holds no user and no password', () => {
    const text = identity({ connectionString: 'postgres://ada:hunter2@db:5432/site' });
    expect(text).toBe(identity(database));
    expect(text).not.toMatch(/ada|hunter2/);
  });
});
