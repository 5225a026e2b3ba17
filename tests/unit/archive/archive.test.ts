import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { openArchive, readArchiveHead } from '../../../server/src/core/archive/open-archive';
import type { Archive } from '../../../server/src/core/archive/open-archive';
import { writeArchive } from '../../../server/src/core/archive/write-archive';
import { decodeKeyRing } from '../../../server/src/core/repository/keys';
import type { Repository } from '../../../server/src/core/repository/repository';
import { createMemoryStorage } from '../repository/memory-storage';
import {
  commitSample,
  documentKeys,
  openSample,
  OTHER_SECRET,
  readSample,
  recordsOf,
  SECRET,
} from '../repository/sample-snapshot';

const sample = {
  id: 'one',
  records: recordsOf(documentKeys(300)),
  files: { 'a/': Buffer.alloc(5000, 3), 'b/': Buffer.alloc(0), 'c/small': Buffer.from('hello') },
};

describe('An archive', () => {
  let folder: string;
  let path: string;
  let repository: Repository;
  let whole: Buffer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keepsake-archive-'));
    path = join(folder, 'one.keepsake');
    repository = await openSample(createMemoryStorage());
    // Half of it lies in the packs of another snapshot, of which it must not take more than its own.
    const before = { id: 'zero', records: { ...sample.records, ...recordsOf(documentKeys(200, 5)) } };
    await commitSample(repository, before);
    const { manifest } = await commitSample(repository, sample, 'zero');
    whole = await buffer(Readable.from(writeArchive(repository, manifest)));
  });

  beforeEach(() => writeFileSync(path, whole));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ownKeys = (from: Repository) => ({
    repositoryId: from.id,
    keys: decodeKeyRing(Buffer.from(from.handOver().ring)),
  });

  async function reading<T>(archive: Promise<Archive>, work: (archive: Archive) => Promise<T>): Promise<T> {
    const opened = await archive;
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  }

  it('gives back every record and every byte, with the secret alone', async () => {
    const { records, files } = await reading(openArchive(path, { secret: SECRET }), (archive) =>
      readSample(archive, 'one'),
    );
    expect(records).toEqual(sample.records);
    expect(files).toEqual(sample.files);
  });

  it('holds the frames of the repository as they are, each once, and nothing of another snapshot', async () => {
    const frames: Buffer[] = [];
    for await (const { frame } of repository.sealedBlocks(await repository.readManifest('one')))
      frames.push(frame);
    for (const frame of frames) expect(whole.indexOf(frame)).toBeGreaterThan(0);
    const blocks = await reading(openArchive(path, { secret: SECRET }), async (archive) => archive.blocks);
    expect(blocks).toBe(frames.length);
    const zero = await buffer(Readable.from(writeArchive(repository, await repository.readManifest('zero'))));
    expect(zero.length).toBeGreaterThan(whole.length - 5000);
  });

  it('opens under the keys of its own repository, and under no other', async () => {
    const manifest = await reading(
      openArchive(path, ownKeys(repository)),
      async (archive) => archive.manifest,
    );
    expect(manifest).toMatchObject({ id: 'one' });
    const other = await openSample(createMemoryStorage(), { secret: OTHER_SECRET });
    await expect(openArchive(path, ownKeys(other))).rejects.toMatchObject({ code: 'archive_foreign' });
    const claiming = { ...ownKeys(other), repositoryId: repository.id };
    await expect(openArchive(path, claiming)).rejects.toMatchObject({ code: 'archive_damaged' });
  });

  it('tells a wrong secret from damage, and says what it is before it opens', async () => {
    await expect(openArchive(path, { secret: OTHER_SECRET })).rejects.toMatchObject({ code: 'wrong_secret' });
    expect(await readArchiveHead(path)).toMatchObject({ repositoryId: repository.id });
  });

  it('does not open when it was cut, wherever', async () => {
    for (let length = 0; length < whole.length; length += 503) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      await expect(openArchive(path, { secret: SECRET })).rejects.toMatchObject({
        code: expect.stringMatching(/^archive_(truncated|damaged)$/) as unknown,
      });
    }
    truncateSync(path, 0);
    await expect(openArchive(path, { secret: SECRET })).rejects.toMatchObject({ code: 'archive_damaged' });
  });

  it('gives nothing back from a byte that was flipped, wherever', async () => {
    for (let at = 0; at < whole.length; at += 503) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x10, at);
      writeFileSync(path, damaged);
      const read = reading(openArchive(path, { secret: SECRET }), (archive) => readSample(archive, 'one'));
      await expect(read).rejects.toMatchObject({ code: expect.any(String) as unknown });
    }
  });

  it('does not open with a frame cut out, though its end is there', async () => {
    const middle = Math.floor(whole.length / 2);
    writeFileSync(path, Buffer.concat([whole.subarray(0, middle), whole.subarray(middle + 100)]));
    await expect(openArchive(path, { secret: SECRET })).rejects.toMatchObject({ code: 'archive_truncated' });
  });

  it('is not made from a snapshot of which a block is broken', async () => {
    const storage = createMemoryStorage();
    const broken = await openSample(storage);
    const { manifest } = await commitSample(broken, sample);
    const [pack] = [...storage.objects.keys()].filter((name) => !name.includes('root'));
    const bytes = storage.objects.get(pack ?? '') ?? Buffer.alloc(0);
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    await expect(buffer(Readable.from(writeArchive(broken, manifest)))).rejects.toMatchObject({
      code: 'object_damaged',
    });
  });
});
