import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { safePart } from '../../core/files/safe-names';
import type { ReadableRecord } from '../../core/files/readable-record';
import { FILE_UID, FOLDER_UID } from '../../core/media/media-of-record';
import type { ForeignFile } from './foreign-file';
import type { NewFolder } from './foreign-folders';
import type { Importer } from './importer';

/**
 * Uploads library files as the media library itself does: it finds out what they are from their bytes, checks them
 * against what the site allows, and makes the sizes of pictures. They keep their documentId, so that a second import
 * of the same file finds them.
 */
export class MediaImporter {
  readonly problems: Problem[] = [];
  readonly #added: number[] = [];
  /** Row ids of folders that were made, in that order. */
  readonly #made: number[] = [];

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly file: ForeignFile,
    private readonly importer: Importer,
  ) {}

  /** Makes a folder inside one that is there, under its documentId. */
  async makeFolder({ documentId, name, parent }: NewFolder): Promise<void> {
    const folders = this.strapi.plugin('upload').service('folder') as unknown as {
      create(folder: { name: string; parent: number | null }): Promise<{ id: number }>;
    };
    const { id } = await folders.create({ name, parent: await this.#folderRow(parent) });
    this.#made.push(id);
    await this.strapi.db.query(FOLDER_UID).update({ where: { id }, data: { documentId } as never });
  }

  async #folderRow(documentId: string | null): Promise<number | null> {
    if (documentId === null) return null;
    const row = await this.strapi.db.query(FOLDER_UID).findOne({ select: ['id'], where: { documentId } });
    return (row as { id: number } | null)?.id ?? null;
  }

  /** @param folder documentId of the folder it goes into, null for the root */
  async add(record: ReadableRecord, folder: string | null): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'keepsake-import-'));
    try {
      const original = safePart(record.file?.split('/').at(-1) ?? record.documentId);
      const filepath = join(directory, original);
      await pipeline(Readable.from(this.file.media(record.file ?? '') ?? []), createWriteStream(filepath));
      const { size } = await stat(filepath);
      await this.#upload(record, folder, { filepath, originalFilename: original, size });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async #upload(record: ReadableRecord, folder: string | null, temporary: TemporaryFile): Promise<void> {
    const mimetype = text(record.fields['mime']) ?? 'application/octet-stream';
    const fileInfo = {
      name: text(record.fields['name']) ?? temporary.originalFilename,
      caption: maybeText(record.fields['caption']),
      alternativeText: maybeText(record.fields['alternativeText']),
      folder: (await this.#folderRow(folder)) ?? undefined,
    };
    const uploaded = await this.#asLibrary({ ...temporary, mimetype }, fileInfo).catch((error: Error) => {
      const message = `${temporary.originalFilename} was not uploaded: ${error.message}`;
      this.problems.push({ code: 'media_refused', message, item: record.documentId });
      return null;
    });
    if (!uploaded) return;
    this.#added.push(uploaded.id);
    await this.strapi.db
      .query(FILE_UID)
      .update({ where: { id: uploaded.id }, data: { documentId: record.documentId } as never });
  }

  /**
   * Through the library's own controller: its checks of what a file is are not reachable otherwise. It asks for the
   * right to upload.
   */
  async #asLibrary(file: object, fileInfo: object): Promise<{ id: number } | null> {
    const userAbility = this.importer.ability ?? (await uploaderAbility(this.strapi));
    const ctx = {
      state: { userAbility },
      request: { body: { fileInfo: JSON.stringify(fileInfo) }, files: { files: file } },
      body: [] as { id: number }[],
      forbidden: () => {
        throw new Error('you may not upload files');
      },
    };
    const library = this.strapi.plugin('upload').controller('admin-upload') as unknown as {
      uploadFiles(context: typeof ctx): Promise<void>;
    };
    await library.uploadFiles(ctx);
    return ctx.body[0] ?? null;
  }

  /** Takes back what was uploaded. */
  async undo(): Promise<void> {
    for (const id of this.#added) {
      const row = await this.strapi.db.query(FILE_UID).findOne({ where: { id } });
      if (row) await this.strapi.plugin('upload').service('upload').remove(row);
    }
    for (const id of this.#made.toReversed())
      await this.strapi.db.query(FOLDER_UID).delete({ where: { id } });
  }
}

interface TemporaryFile {
  filepath: string;
  originalFilename: string;
  size: number;
}

/** What a command line may do with the library, which has no admin of its own. */
async function uploaderAbility(strapi: Core.Strapi): Promise<unknown> {
  const { engine } = strapi.service('admin::permission') as unknown as {
    engine: { generateTokenAbility(permissions: object[], owner: object): Promise<unknown> };
  };
  const actions = ['plugin::upload.read', 'plugin::upload.assets.create'];
  return engine.generateTokenAbility(
    actions.map((action) => ({ action, subject: null, properties: {}, conditions: [] })),
    {},
  );
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function maybeText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
