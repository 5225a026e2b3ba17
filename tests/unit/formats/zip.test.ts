import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openReadableZip } from '../../../server/src/core/files/read-zip';
import { authorType, exportWhole, openSampleSite, pageType, requestFor } from './sample-site';
import type { SampleSite } from './sample-site';

describe('An export as ZIP', () => {
  let site: SampleSite;
  let folder: string;
  let path: string;

  beforeEach(async () => {
    site = await openSampleSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-zip-'));
    path = join(folder, 'export.zip');
  });

  afterEach(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function zip(records: 'json' | 'ndjson' = 'json') {
    const request = requestFor(
      { kind: 'zip', records, minify: false },
      { types: [authorType, pageType], assets: 'all' },
    );
    const made = await exportWhole(site, request);
    writeFileSync(path, made.bytes);
    return made;
  }

  it('passes unzip -t, and Python reads the same bytes, media stored and texts deflated', async () => {
    const picture = await site.addFile('Grüße: Baum.txt', Buffer.from('a tree'.repeat(500)), 1);
    await site.addPage({ documentId: 'one', picture });
    const { counts, problems } = await zip();
    expect([counts, problems]).toEqual([{ documents: 3, records: 3, files: 1 }, []]);
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected');
    const code = `import hashlib, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, hashlib.sha256(z.read(i)).hexdigest(), i.compress_type] for i in z.infolist()]))`;
    const list = JSON.parse(execFileSync('python3', ['-c', code, path], { encoding: 'utf8' })) as [
      string,
      string,
      number,
    ][];
    expect(list.map(([name, , method]) => [name, method])).toEqual([
      ['content/api.author.author.json', 8],
      ['content/api.page.page.json', 8],
      ['content/plugin.upload.file.json', 8],
      ['media/Walks_ 2026/Grüße_ Baum.txt', 0],
      ['manifest.json', 8],
    ]);
    const opened = await openReadableZip(path);
    try {
      const sums = new Map(list.map(([name, sum]) => [name, sum]));
      expect(opened.manifest.files).toHaveLength(4);
      for (const file of opened.manifest.files) expect(sums.get(file.path)).toBe(file.sha256);
      expect(opened.manifest.files[1]).toMatchObject({ contentType: 'api::page.page', records: 1 });
    } finally {
      opened.close();
    }
  });

  it('is the same to the byte when nothing changed', async () => {
    await site.addFile('a.txt', Buffer.from('a'));
    const sum = async () =>
      createHash('sha256')
        .update((await zip()).bytes)
        .digest('hex');
    expect(await sum()).toBe(await sum());
  });

  it('has a record per line where that is wanted', async () => {
    await site.addPage({ documentId: 'one' });
    await zip('ndjson');
    const text = execFileSync('unzip', ['-p', path, 'content/api.author.author.ndjson'], {
      encoding: 'utf8',
    });
    const names = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { fields: { name: string } }).fields.name);
    expect(names).toEqual(['Ada', '=2+2']);
  });

  it('ends in the error of a file that cannot be read to its end, and never as if it were whole', async () => {
    await site.addFile('a.txt', Buffer.from('a'));
    site.media.read = () => Promise.reject(new Error('the disk is gone'));
    await expect(zip()).rejects.toThrow('the disk is gone');
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });
});
