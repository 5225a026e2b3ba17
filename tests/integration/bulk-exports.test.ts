import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import request from 'supertest';

import type { Export } from '../../shared/contracts/exports';
import type { Job } from '../../shared/contracts/jobs';
import { COMMAND_LINE } from '../../server/src/services/exports/asker';
import { superAdmin } from '../site/admins';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const AUTHOR = 'api::author.author';

describe('An export of several projects', () => {
  let site: Site;
  let folder: string;
  let boss: string;

  beforeAll(async () => {
    site = await openSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-bulk-'));
    boss = await superAdmin(site);
    await site.service('projects').ensure([{ slug: 'acme', name: 'Acme' }]);
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (data: object) =>
    request(site.server).post('/keepsake/exports/bulk').set('Authorization', `Bearer ${boss}`).send({ data });

  async function ended(data: object): Promise<{ job: Job; made: Export }> {
    const answer = await post(data);
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
    const { documentId, exportId } = (answer.body as { data: Job & { exportId: string } }).data;
    for (;;) {
      const job = await site.service('jobs').find(documentId);
      if (job.state !== 'queued' && job.state !== 'running')
        return { job, made: await site.service('exports').find(exportId, COMMAND_LINE) };
      await new Promise((go) => setTimeout(go, 50));
    }
  }

  async function fileOf(made: Export): Promise<string> {
    const opened = await site.service('exports').open(made.documentId, COMMAND_LINE);
    const parts: Buffer[] = [];
    for await (const part of opened.read(0, made.bytes)) parts.push(part as Buffer);
    const path = join(folder, made.fileName!);
    writeFileSync(path, Buffer.concat(parts));
    expect(createHash('sha256').update(Buffer.concat(parts)).digest('hex')).toBe(made.checksum);
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toMatch(/No errors detected/);
    return path;
  }
  const names = (path: string) =>
    execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n');
  const textOf = (path: string, name: string) =>
    execFileSync('unzip', ['-p', path, name], { encoding: 'utf8', maxBuffer: 1e8 });

  it.each(['json', 'csv', 'zip'])('is one ZIP with a folder for each (%s)', async (format) => {
    const { job, made } = await ended({ projects: ['site', 'acme'], format, contentTypes: [AUTHOR] });
    expect(job).toMatchObject({ state: 'succeeded', type: 'export', project: 'site' });
    expect(made).toMatchObject({ state: 'succeeded', projects: ['site', 'acme'], problems: [] });
    expect(made.fileName).toMatch(/^projects-.*\.zip$/);
    const path = await fileOf(made);
    const folders = new Set(names(path).map((name) => name.split('/')[0]));
    expect(folders).toEqual(new Set(['site', 'acme', 'manifest.json']));
    const manifest = JSON.parse(textOf(path, 'manifest.json')) as {
      projects: { project: string; counts: { documents: number } }[];
      files: { path: string; sha256: string }[];
    };
    expect(manifest.projects.map(({ project }) => project)).toEqual(['site', 'acme']);
    for (const { counts } of manifest.projects) expect(counts.documents * 2).toBe(made.documents);
    for (const file of manifest.files) {
      const bytes = execFileSync('unzip', ['-p', path, file.path], { maxBuffer: 1e8 });
      expect([file.path, createHash('sha256').update(bytes).digest('hex')]).toEqual([file.path, file.sha256]);
    }
    if (format === 'json') {
      const { content } = JSON.parse(textOf(path, 'acme/acme.json')) as {
        content: Record<string, unknown[]>;
      };
      expect(content[AUTHOR]).toHaveLength(made.documents / 2);
    }
  });

  it('is partial where one of them cannot be exported, and names it', async () => {
    const { job, made } = await ended({
      projects: ['site', 'nobody'],
      format: 'json',
      contentTypes: [AUTHOR],
    });
    expect(job).toMatchObject({ state: 'partial', problems: [{ item: 'nobody', code: 'project_unknown' }] });
    expect(made).toMatchObject({ state: 'partial', problems: [{ item: 'nobody' }] });
    const path = await fileOf(made);
    expect(names(path)).toEqual(['site/site.json', 'manifest.json']);
    expect(JSON.parse(textOf(path, 'manifest.json'))).toMatchObject({ missing: [{ item: 'nobody' }] });
  });

  it('has a project once that is named twice', async () => {
    const projects = ['acme', 'site', 'acme'];
    const { job, made } = await ended({ projects, format: 'csv', contentTypes: [AUTHOR] });
    expect(job.state).toBe('succeeded');
    expect(names(await fileOf(made)).filter((name) => name.startsWith('acme/'))).toHaveLength(2);
  });

  it('fails where none of them can be', async () => {
    const { job, made } = await ended({ projects: ['nobody', 'nowhere'], format: 'json' });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'projects_failed' } });
    expect(job.error!.message).toMatch(/nobody.*nowhere/);
    expect(made).toMatchObject({ state: 'failed', fileName: null });
  });

  it('is refused with the field named where it is wrong', async () => {
    const cases: [object, RegExp][] = [
      [{ format: 'json' }, /projects/],
      [{ projects: [], format: 'json' }, /projects/],
      [{ projects: 'site', format: 'json' }, /projects/],
      [{ projects: [''], format: 'json' }, /projects/],
      [{ projects: ['site'] }, /format/],
      [{ projects: ['site'], format: 'json', colour: 'red' }, /colour/],
      [
        { projects: ['site', 'acme'], format: 'json', contentTypes: ['api::no.no'] },
        /contentTypes.*api::no\.no/,
      ],
      [{ projects: ['site'], template: 'none' }, /^template: /],
    ];
    for (const [data, expected] of cases) {
      const answer = await post(data);
      const { message } = (answer.body as { error: { message: string } }).error;
      expect([data, answer.status, message]).toEqual([data, 400, expect.stringMatching(expected)]);
    }
  });
});
