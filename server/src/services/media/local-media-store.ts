import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';

import { KeepsakeError } from '../../core/errors';
import { missingMedia } from '../../core/media/media-missing';
import { storedName } from '../../core/media/media-store';
import type { MediaFile, MediaStore } from '../../core/media/media-store';

/**
 * The media library of Strapi's local provider, which keeps files in `public/uploads` under hash and extension.
 * Writing goes through a temporary file, which the provider itself does not do.
 */
export function createLocalMediaStore(publicFolder: string): MediaStore {
  const uploads = join(publicFolder, 'uploads');

  function pathOf(file: MediaFile): string {
    const name = storedName(file);
    // Names come out of the database: one with a path in it must not leave the folder.
    if (basename(name) !== name || name === '..' || name === '.') throw badName(name);
    return join(uploads, name);
  }

  return {
    async size(file) {
      const found = await stat(pathOf(file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw unreadable(file, error);
      });
      return found?.isFile() ? found.size : null;
    },

    async read(file) {
      const path = pathOf(file);
      await stat(path).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? missingMedia(storedName(file), file.name) : unreadable(file, error);
      });
      return createReadStream(path);
    },

    async write(file, content) {
      const path = pathOf(file);
      const temporary = unfinished(path);
      try {
        await mkdir(dirname(path), { recursive: true });
        await pipeline(content(), createWriteStream(temporary, { flush: true }));
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        if (error instanceof KeepsakeError) throw error;
        throw unwritable(file, error);
      }
    },

    async remove(file) {
      const path = pathOf(file);
      for (const name of [path, unfinished(path)]) await rm(name, { force: true });
    },

    async addresses() {
      return (file) =>
        file.url.startsWith('/') ? null : { url: `/uploads/${storedName(file)}`, provider: 'local' };
    },
  };
}

/** The same in every process, so that what a killed one left is found; two never restore at once. */
function unfinished(path: string): string {
  return `${path}.keepsake-part`;
}

function badName(name: string): KeepsakeError {
  return new KeepsakeError(
    'media_name_invalid',
    `The media library names a file "${name}", which is no file name.`,
    {
      hint: 'Delete this entry in the media library; it was not written by Strapi.',
      item: name,
    },
  );
}

function unreadable(file: MediaFile, cause: unknown): KeepsakeError {
  return new KeepsakeError(
    'media_unreadable',
    `The file ${storedName(file)} of the media library cannot be read.`,
    {
      hint: 'Let the user that runs Strapi read public/uploads, then try again.',
      item: storedName(file),
      cause,
    },
  );
}

function unwritable(file: MediaFile, cause: unknown): KeepsakeError {
  return new KeepsakeError(
    'media_unwritable',
    `The file ${storedName(file)} could not be written to the media library.`,
    {
      hint: 'Check that the disk has space and that the user that runs Strapi may write to public/uploads, then try again.',
      item: storedName(file),
      cause,
    },
  );
}
