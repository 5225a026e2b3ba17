import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import type { FolderName } from './folders';

/** A row of the media library, as far as the seed uses it. */
export interface MediaFile {
  id: number;
  name: string;
  alternativeText: string | null;
  caption: string | null;
  width: number | null;
  height: number | null;
  formats: object | null;
  hash: string;
  ext: string;
  mime: string;
  size: number;
  url: string;
  previewUrl: string | null;
  provider: string;
  createdAt: string;
  updatedAt: string;
}

export interface NewFile {
  fileName: string;
  mime: string;
  folder: FolderName;
  alternativeText?: string;
  caption?: string;
  content(): Promise<Buffer> | Buffer;
}

interface UploadService {
  upload(request: {
    data: { fileInfo: { name: string; alternativeText?: string; caption?: string; folder: number } };
    files: { filepath: string; originalFilename: string; mimetype: string; size: number };
  }): Promise<MediaFile[]>;
}

/** As many as the machine has cores is of no use: Strapi gives sharp one thread per file, and SQLite has one writer. */
const uploadsAtOnce = 2;

async function inParallel<T>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: limit }, lane));
}

/** Puts files into the media library through the upload plugin, which makes their formats. By file name. */
export async function writeFiles(
  strapi: Core.Strapi,
  files: readonly NewFile[],
  folderIds: Readonly<Record<FolderName, number>>,
  onFile: (done: number) => void,
): Promise<Map<string, MediaFile>> {
  const service: UploadService = strapi.plugin('upload').service('upload');
  const directory = await mkdtemp(path.join(os.tmpdir(), 'keepsake-example-'));
  const written = new Map<string, MediaFile>();

  const write = async ({ fileName, mime, folder, alternativeText, caption, content }: NewFile) => {
    const bytes = await content();
    const filepath = path.join(directory, fileName);
    await writeFile(filepath, bytes);
    const [file] = await service.upload({
      data: { fileInfo: { name: fileName, alternativeText, caption, folder: folderIds[folder] } },
      files: { filepath, originalFilename: fileName, mimetype: mime, size: bytes.length },
    });
    if (!file) throw new Error(`The upload of ${fileName} returned no file`);
    written.set(fileName, file);
    onFile(written.size);
  };

  try {
    await inParallel(files, uploadsAtOnce, write);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return written;
}
