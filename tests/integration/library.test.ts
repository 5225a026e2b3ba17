import { createHash } from 'node:crypto';

import request from 'supertest';

import type * as Library from '../../server/src';
import { adminWith } from '../site/admins';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

declare const hostRequire: (path: string) => unknown;

/** As code of an app gets it: by the package's root. */
const library = () => hostRequire(`${__dirname}/../../strapi-server.js`) as typeof Library;

describe('The library', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });

  afterAll(() => site.close());

  it('exports a project to a file that its address gives to anybody who has it', async () => {
    const { ProjectExporter } = library();
    const options = { format: 'csv', contentTypes: ['api::author.author'] } as const;
    const made = await new ProjectExporter('site', null, {
      ...options,
      contentTypes: [...options.contentTypes],
    }).export();
    expect(made).toMatchObject({ success: true, problems: [] });
    expect(made.fileName).toMatch(/^site-author-.*\.csv$/);
    const file = await request(site.server)
      .get(new URL(made.downloadUrl, 'http://localhost').pathname)
      .buffer(true);
    expect(file.status).toBe(200);
    expect(Buffer.byteLength(file.text)).toBe(made.size);
    expect(createHash('sha256').update(file.text).digest('hex')).toBe(made.checksum);
  });

  it('backs up, compares, restores, lists and deletes', async () => {
    const { ProjectBackupManager } = library();
    const manager = new ProjectBackupManager(null);
    const created = await manager.createBackup('site', 'Before', 'the sale', 'json', 'manual');
    expect(created).toMatchObject({
      success: true,
      backup: { note: 'Before: the sale', kind: 'manual' },
      export: null,
    });
    const { documentId } = created.backup;
    const version = await manager.createVersion('site', 'A version');
    await site.strapi.db.connection('authors').update({ name: 'Nobody' });
    const diff = await manager.diffVersions(version.documentId);
    expect(diff.counts.changed).toBeGreaterThan(0);
    const skipped = await manager.restoreBackup(documentId, {
      selective: { contentTypes: ['api::author.author'] },
    });
    expect(skipped).toMatchObject({ success: true, counts: { update: 0 } });
    const restored = await manager.restoreBackup(documentId, {
      overwriteExisting: true,
      preserveIds: true,
      selective: { contentTypes: ['api::author.author'] },
    });
    expect(restored.counts.update).toBeGreaterThan(0);
    expect(await site.strapi.db.connection('authors').where({ name: 'Nobody' })).toEqual([]);
    const listed = await manager.listBackups('site');
    expect(listed.map((one) => one.documentId)).toEqual(
      expect.arrayContaining([documentId, restored.safetyBackupId!]),
    );
    await manager.deleteBackup(documentId);
    expect((await manager.listBackups('site')).map((one) => one.documentId)).not.toContain(documentId);
  });

  it('makes schedules, and names what is wrong with one', async () => {
    const { ProjectBackupManager } = library();
    const schedule = {
      name: 'Nightly',
      schedule: 'daily',
      format: 'json',
      time: '03:00',
      timezone: 'Europe/Berlin',
      retention_count: 7,
      enabled: true,
    } as const;
    const manager = new ProjectBackupManager(null);
    expect(await manager.createSchedule(schedule)).toMatchObject({ name: 'Nightly', project: 'site' });
    await expect(manager.createSchedule({ ...schedule, timezone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'schedule_invalid',
      message: expect.stringMatching(/timezone/) as unknown,
    });
  });

  it('offers the same as functions', async () => {
    const { cleanupOldBackups, createProjectBackup, createProjectDiff, getBackupRetentionCount } = library();
    const first = await createProjectBackup('site', null, { name: 'First' });
    const second = await createProjectBackup('site', null, { name: 'Second' });
    const diff = await createProjectDiff('site', null, first.backup.documentId, second.backup.documentId);
    expect(diff.same).toBe(true);
    expect(await getBackupRetentionCount('site')).toBeNull();
    const cleaned = await cleanupOldBackups('site', { dryRun: true });
    expect(cleaned.removed).toBe(0);
  });

  it('lets a user do what their rights allow, in projects that are theirs', async () => {
    const { ProjectBackupManager, ProjectExporter } = library();
    await adminWith(site, ['plugin::keepsake.read']);
    const { documentId, id } = (await site.strapi.db
      .query('admin::user')
      .findOne({ where: { email: { $contains: 'keepsake-read' } } })) as { documentId: string; id: number };
    for (const who of [documentId, id]) {
      const reader = new ProjectBackupManager(who);
      await expect(reader.createBackup('site')).rejects.toMatchObject({ code: 'forbidden' });
      await expect(new ProjectExporter('site', who, { format: 'json' }).export()).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(reader.listBackups('site')).resolves.toEqual(expect.any(Array));
    }
    await expect(new ProjectBackupManager('nosuchuser').listBackups('site')).rejects.toMatchObject({
      code: 'user_unknown',
    });
    await expect(new ProjectExporter('nosuch', null, { format: 'json' }).export()).rejects.toMatchObject({
      code: 'project_unknown',
    });
    await expect(
      new ProjectExporter('site', null, { format: 'exe' as 'json' }).export(),
    ).rejects.toMatchObject({
      code: 'request_invalid',
      message: expect.stringMatching(/format/) as unknown,
    });
  });
});
