import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import type { MediaFile } from '../../../server/src/core/media/media-store';
import { createLocalMediaStore } from '../../../server/src/services/media/local-media-store';

describe('The folder of the media library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-media-'));
  const uploads = () => readdirSync(join(folder, 'uploads'));
  const file = { documentId: 'a', variant: '', hash: 'picture', ext: '.png', name: 'Picture' } as MediaFile;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is rid of what a killed process had begun to write when another one removes the file', async () => {
    const stuck = new PassThrough();
    stuck.write('the first half');
    const writing = createLocalMediaStore(folder).write(file, () => stuck);
    while (
      !(
        await setTimeout(10)
          .then(uploads)
          .catch(() => [] as string[])
      ).length
    );
    expect(uploads()).toEqual([expect.stringMatching(/^picture\.png./)]);
    await createLocalMediaStore(folder).remove(file);
    expect(uploads()).toEqual([]);
    stuck.destroy(new Error('over'));
    await expect(writing).rejects.toThrow();
  });
});
