import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import request from 'supertest';

import type { Export, ExportOptions } from '../../shared/contracts/exports';
import type { Template } from '../../shared/contracts/templates';
import { adminWith, superAdmin } from '../site/admins';
import { openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const READY = [
  'full-archive',
  'translators-csv',
  'editorial-pdf',
  'media-pack',
  'content-ndjson',
  'published-content',
];
const example = resolve(__dirname, '..', '..', 'example');

describe('Templates of exports', () => {
  let site: Site;
  let folder: string;
  let boss: string;
  let mate: string;
  let keeper: string;

  beforeAll(async () => {
    site = await openSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-templates-'));
    boss = await superAdmin(site);
    mate = await adminWith(site, ['plugin::keepsake.export']);
    keeper = await adminWith(site, ['plugin::keepsake.export', 'plugin::keepsake.settings']);
    await site.service('projects').ensure([{ slug: 'acme', name: 'Acme' }]);
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  type Method = 'get' | 'post' | 'put' | 'delete';
  async function call(method: Method, path: string, token = boss, body?: object) {
    const asking = request(site.server)[method](`/keepsake${path}`).set('Authorization', `Bearer ${token}`);
    const { status, body: answer } = await (body ? asking.send(body) : asking);
    const { data, error } = answer as {
      data: Template;
      error?: { message: string; details: { code: string } };
    };
    return { status, data, message: error?.message, code: error?.details.code };
  }
  const save = async (data: object, token = boss) => call('post', '/templates', token, { data });
  const namesFor = async (token: string, query = '') => {
    const { data } = await call('get', `/templates${query}`, token);
    return (data as unknown as Template[]).map(({ documentId, name }) =>
      READY.includes(documentId) ? documentId : name,
    );
  };

  it('are six on every site from the beginning, which cannot be changed but copied', async () => {
    const { data } = await call('get', '/templates');
    const all = data as unknown as Template[];
    expect(all.map(({ ready }) => ready)).toEqual(READY);
    for (const { documentId, misfits, canChange, options, name, description } of all) {
      expect([documentId, canChange]).toEqual([documentId, false]);
      expect([documentId, name.length > 0, description.length > 0]).toEqual([documentId, true, true]);
      // PDF takes a browser, which a site may lack; it is said then.
      if (options.format !== 'pdf') expect([documentId, misfits]).toEqual([documentId, []]);
    }
    for (const id of READY) {
      expect(await call('delete', `/templates/${id}`)).toMatchObject({ status: 409, code: 'template_ready' });
      const body = { data: { name: 'Mine', options: { format: 'json' } } };
      expect(await call('put', `/templates/${id}`, boss, body)).toMatchObject({ status: 409 });
      const copy = await call('post', `/templates/${id}/copy`, boss, {});
      const original = all.find(({ documentId }) => documentId === id)!;
      expect(copy).toMatchObject({
        status: 201,
        data: { ready: null, name: original.name, options: original.options, isOwn: true, canChange: true },
      });
      const second = await call('post', `/templates/${id}/copy`, boss, { data: {} });
      expect(second.data.name).toBe(`${original.name} (2)`);
      for (const { data: made } of [copy, second])
        expect((await call('delete', `/templates/${made.documentId}`)).status).toBe(200);
    }
  });

  it('give exports their options, and what is said beside them wins', async () => {
    const { data } = await save({
      name: 'For the agency',
      options: {
        format: 'csv',
        contentTypes: [ARTICLE],
        fields: ['title'],
        customSettings: { delimiter: ';', bom: true },
      },
    });
    const made = await exported({ template: data.documentId, customSettings: { bom: false } } as never);
    expect(made.options).toMatchObject({
      template: data.documentId,
      format: 'csv',
      contentTypes: [ARTICLE],
      fields: ['title'],
      customSettings: { delimiter: ';', bom: false },
    });
    const other = await exported({
      template: 'For the agency',
      format: 'json',
      contentTypes: [AUTHOR],
      fields: ['name'],
    });
    // The settings of a CSV mean nothing in JSON.
    expect(other.options).toMatchObject({ format: 'json', contentTypes: [AUTHOR], fields: ['name'] });
    expect(other.options.customSettings).not.toHaveProperty('delimiter');
    for (const template of READY.filter((id) => id !== 'editorial-pdf')) {
      const ready = await exported({ template } as never);
      expect([template, ready.state]).toEqual([template, 'succeeded']);
    }

    const path = join(folder, 'agency.csv');
    const words = ['export', '--template', 'For the agency', '--output', path, '--json'];
    const written = await runCli(example, words, siteEnvironment(site.folder));
    expect([written.code, written.stderr]).toEqual([0, expect.any(String)]);
    expect(written.json).toMatchObject({ ok: true, format: 'csv', kind: 'csv' });
    const [header] = readFileSync(path, 'utf8').split('\r\n');
    expect(header).toBe('\ufeffdocumentId;locale;status;title');
    await call('delete', `/templates/${data.documentId}`);
  });

  it('belong to who made them, unless they are shared, and to their project', async () => {
    const own = await save({ name: 'Own', options: { format: 'json' } }, mate);
    expect(own).toMatchObject({ status: 201, data: { shared: false, isOwn: true, canChange: true } });
    const shared = await save({ name: 'Shared', options: { format: 'json' }, shared: true }, mate);
    await save({ name: 'Of Acme', project: 'acme', shared: true, options: { format: 'json' } }, mate);
    const other = await adminWith(site, ['plugin::keepsake.export', 'plugin::keepsake.read']);
    expect(await namesFor(other)).toEqual([...READY, 'Shared']);
    expect(await namesFor(mate)).toEqual([...READY, 'Own', 'Shared']);
    expect(await namesFor(mate, '?project=acme')).toEqual([...READY, 'Of Acme']);
    expect(await namesFor(keeper)).toEqual([...READY, 'Own', 'Shared']);

    const id = shared.data.documentId;
    const change = { data: { name: 'Changed', options: { format: 'csv' }, shared: true } };
    expect((await call('get', `/templates/${id}`, other)).data).toMatchObject({
      isOwn: false,
      canChange: false,
    });
    expect((await call('put', `/templates/${id}`, other, change)).status).toBe(403);
    expect((await call('delete', `/templates/${id}`, other)).status).toBe(403);
    expect((await call('get', `/templates/${own.data.documentId}`, other)).status).toBe(404);
    expect((await call('post', `/templates/${own.data.documentId}/copy`, other, {})).status).toBe(404);
    expect(await call('put', `/templates/${id}`, keeper, change)).toMatchObject({
      status: 200,
      data: { name: 'Changed', options: { format: 'csv' }, isOwn: false, canChange: true },
    });
    expect((await call('post', `/templates/${id}/copy`, other, {})).data).toMatchObject({
      name: 'Changed',
      shared: false,
      isOwn: true,
    });

    for (const template of ['Of Acme', own.data.documentId, 'nobody made this']) {
      const refused = await call('post', '/exports', other, { data: { template } });
      expect(refused).toMatchObject({
        status: 400,
        code: 'template_unknown',
        message: expect.stringMatching(/^template: /) as unknown,
      });
    }
    expect((await call('delete', `/templates/${own.data.documentId}`, mate)).status).toBe(200);
  });

  it('say which parts of them the site no longer has', async () => {
    const { data } = await save({ name: 'Ageing', options: { format: 'json', contentTypes: [ARTICLE] } });
    const options = {
      format: 'json',
      contentTypes: [ARTICLE, 'api::gone.gone'],
      fields: ['title', 'lost', 'seo.lost'],
      locales: ['en', 'xx'],
    };
    const rows = site.strapi.db.query('plugin::keepsake.template' as never);
    await rows.update({ where: { documentId: data.documentId }, data: { options } } as never);
    const aged = await call('get', `/templates/${data.documentId}`);
    expect(aged.data.misfits.map(({ option, item }) => [option, item])).toEqual([
      ['contentTypes', 'api::gone.gone'],
      ['fields', 'lost'],
      ['fields', 'seo.lost'],
      ['locales', 'xx'],
    ]);
    const refused = await call('post', '/exports', boss, { data: { template: data.documentId } });
    expect(refused).toMatchObject({ status: 400, code: 'template_outdated' });
    for (const part of ['template', 'api::gone.gone', 'lost', 'seo.lost', 'xx'])
      expect(refused.message).toContain(part);
    const beside = { contentTypes: [ARTICLE], fields: ['title'], locales: ['en'] };
    await exported({ template: data.documentId, ...beside } as never);
  });

  it('are refused with the field named where they are wrong', async () => {
    await save({ name: 'Taken', options: { format: 'json' } });
    const cases: [object, RegExp][] = [
      [{ options: { format: 'json' } }, /data\.name/],
      [{ name: ' ', options: { format: 'json' } }, /data\.name/],
      [{ name: 'x'.repeat(121), options: { format: 'json' } }, /data\.name/],
      [{ name: 'Taken', options: { format: 'json' } }, /name: .*Taken/],
      [{ name: 'A' }, /data\.options/],
      [{ name: 'A', options: {} }, /format/],
      [{ name: 'A', options: { format: 'json', template: 'full-archive' } }, /data\.options\.template/],
      [{ name: 'A', options: { format: 'json', contentTypes: ['api::no.no'] } }, /contentTypes.*api::no\.no/],
      [{ name: 'A', options: { format: 'json', fields: ['titel'] } }, /fields.*titel/],
      [{ name: 'A', options: { format: 'json', locales: ['xx'] } }, /locales.*xx/],
      [
        { name: 'A', options: { format: 'csv', customSettings: { populate: 1 } } },
        /customSettings.*populate/,
      ],
      [{ name: 'A', options: { format: 'json' }, shared: 'yes' }, /data\.shared/],
      [{ name: 'A', options: { format: 'json' }, colour: 'red' }, /colour/],
    ];
    for (const [data, expected] of cases) {
      const { status, message } = await save(data);
      expect([data, status, message]).toEqual([data, 400, expect.stringMatching(expected)]);
    }
    expect(await save({ name: 'A', project: 'none', options: { format: 'json' } })).toMatchObject({
      status: 404,
      code: 'project_unknown',
    });
  });

  async function exported(data: Partial<ExportOptions>): Promise<Export> {
    const answer = await request(site.server)
      .post('/keepsake/exports')
      .set('Authorization', `Bearer ${boss}`)
      .send({ data });
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
    const { exportId } = (answer.body as { data: { exportId: string } }).data;
    for (;;) {
      const { data: found } = (await call('get', `/exports/${exportId}`)) as unknown as { data: Export };
      if (found.state !== 'running') return found;
      await new Promise((go) => setTimeout(go, 50));
    }
  }
});
