import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ExportFormat, ExportRequest } from '../../../server/src/core/formats/export-request';
import { makeBundle } from '../../../server/src/core/formats/make-bundle';
import type { BundleRequest } from '../../../server/src/core/formats/make-bundle';
import type { ExportResult } from '../../../server/src/core/formats/make-export';
import { KeepsakeError } from '../../../server/src/core/errors';
import { authorType, openSampleSite, pageType, requestFor } from './sample-site';
import type { SampleSite } from './sample-site';

const ZIP: ExportFormat = { kind: 'zip', records: 'json', minify: false };

describe('Several projects in one file', () => {
  let site: SampleSite;
  let folder: string;

  beforeEach(async () => {
    site = await openSampleSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-bundle-'));
  });

  afterEach(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const whole = (format: ExportFormat) =>
    requestFor(format, { types: [authorType, pageType], assets: 'all' });
  const bundleOf = (parts: Record<string, ExportRequest>): BundleRequest => ({
    id: 'bundle',
    createdAt: '2026-11-22T10:00:00.000Z',
    parts: Object.entries(parts).map(([project, request]) => ({ project, folder: project, request })),
    failed: [{ code: 'project_unknown', item: 'gone', message: 'There is no project "gone".' }],
  });

  async function written(bundle: BundleRequest): Promise<{ path: string; result: ExportResult }> {
    const made = makeBundle(site, bundle);
    const parts: Buffer[] = [];
    for await (const part of made.content) parts.push(part);
    const path = join(folder, 'bundle.zip');
    writeFileSync(path, Buffer.concat(parts));
    return { path, result: made.result() };
  }

  it('has the files of each in a folder of its own, and the sum of what they hold', async () => {
    const picture = await site.addFile('tree.txt', Buffer.from('a tree'), 1);
    await site.addPage({ documentId: 'one', picture });
    const { path, result } = await written(bundleOf({ left: whole(ZIP), right: whole({ kind: 'ndjson' }) }));
    const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n');
    expect(names).toEqual([
      'left/content/api.author.author.json',
      'left/content/api.page.page.json',
      'left/content/plugin.upload.file.json',
      expect.stringMatching(/^left\/media\/.*tree\.txt$/),
      'left/manifest.json',
      'right/site.ndjson',
      'manifest.json',
    ]);
    expect(result.counts).toEqual({ documents: 6, records: 6, files: 2 });
    expect(result.problems).toMatchObject([{ item: 'gone' }]);
  });

  it('breaks off with the name of the project that broke, wherever it does', async () => {
    const unknown = requestFor(ZIP, { types: [{ ...pageType, uid: 'api::none.none' }] });
    await expect(written(bundleOf({ left: whole(ZIP), right: unknown }))).rejects.toMatchObject({
      code: 'project_failed',
      item: 'right',
    });
    const picture = await site.addFile('tree.txt', Buffer.from('a tree'), 1);
    await site.addPage({ documentId: 'one', picture });
    site.media.read = () => Promise.reject(new KeepsakeError('media_damaged', 'The file cannot be read.'));
    await expect(
      written(bundleOf({ left: whole({ kind: 'ndjson' }), right: whole(ZIP) })),
    ).rejects.toMatchObject({
      code: 'project_failed',
      item: 'right',
      message: 'The file cannot be read.',
    });
  });

  it('blames no project for what may pass', async () => {
    const picture = await site.addFile('tree.txt', Buffer.from('a tree'), 1);
    await site.addPage({ documentId: 'one', picture });
    const silent = new KeepsakeError('storage_silent', 'Nobody answers.', { transient: true });
    site.media.read = () => Promise.reject(silent);
    await expect(written(bundleOf({ left: whole(ZIP) }))).rejects.toMatchObject({ code: 'storage_silent' });
  });
});
