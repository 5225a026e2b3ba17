import { resolve } from 'node:path';

import type { Core } from '@strapi/strapi';

import type { ImportPlan } from '../../../../shared/contracts/imports';
import type { RestoreSelection } from '../../../../shared/contracts/restores';
import { openOwnArchive, readArchiveHead, type Archive } from '../../core/archive/open-archive';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { fileKind } from '../../core/files/unpack-file';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import type { RestoreOutcome, RestoreRequest } from '../restores/restore-service';
import { openForeignFile } from './foreign-file';
import { createForeignImport } from './foreign-import';
import type { Importer } from './importer';
import { keepUpload } from './uploads';

/** A file that was opened to be imported; to be closed when nothing more is asked of it. */
export interface OpenedImport {
  /** Changes nothing. */
  plan(selection: RestoreSelection): Promise<ImportPlan>;
  /** The job fails with `plan_stale` when content moved since the plan's fingerprint. */
  start(request: ImportRequest): Promise<StartedJob<RestoreOutcome>>;
  close(): Promise<void>;
}

export type ImportRequest = Pick<
  RestoreRequest,
  'selection' | 'fingerprint' | 'safety' | 'preserveIds' | 'emitEvents' | 'startedBy'
>;

export interface ImportService {
  /**
   * An archive that opens under this repository's keys is restored as a backup is. Everything else is somebody's claim:
   * an archive from elsewhere, opened with `secret`, a ZIP, JSON or CSV go through Strapi's validation with the rights of
   * `importer`.
   *
   * @throws KeepsakeError what `fileKind`, `openArchive` and `openReadableZip` throw
   */
  open(path: string, importer: Importer, secret: () => Promise<string>): Promise<OpenedImport>;
  /**
   * The same for an upload, which is kept until it is closed. Throws `file_secret_needed` and `file_secret_wrong` too.
   */
  openUpload(temporary: string, importer: Importer, secret: string | null): Promise<OpenedImport>;
}

export function createImportService({ strapi }: { strapi: Core.Strapi }): ImportService {
  const service: ImportService = {
    async open(path, importer, secret) {
      const file = resolve(path);
      const kind = await fileKind(file);
      const own = kind === 'archive' ? await ownArchive(file) : null;
      if (own) return importOwn(own, file);
      const foreign = await openForeignFile(strapi, file, kind, secret);
      return createForeignImport(strapi, foreign, importer);
    },

    async openUpload(temporary, importer, secret) {
      const upload = await keepUpload(strapi, temporary);
      try {
        const opened = await service.open(upload.path, importer, async () => secret || secretNeeded());
        return { ...opened, close: () => opened.close().finally(() => upload.remove()) };
      } catch (error) {
        await upload.remove();
        throw isWrongSecret(error) ? wrongSecret(error) : error;
      }
    },
  };

  /** Null for one that was made elsewhere, or under keys that this repository no longer has. */
  async function ownArchive(path: string): Promise<Archive | null> {
    const { repositoryId } = await readArchiveHead(path);
    // Without a secret of its own the keys open for everybody, and prove nothing.
    if (keepsakeConfig(strapi).encryption === false) return null;
    const repository = await pluginService(strapi, 'repository').withId(repositoryId);
    if (!repository) return null;
    try {
      return await openOwnArchive(repository, path);
    } catch (error) {
      if (asKeepsakeError(error).code === 'archive_damaged') return null;
      throw error;
    }
  }

  function secretNeeded(): never {
    throw new KeepsakeError('file_secret_needed', 'The archive was not made by this site as it is now.', {
      hint: 'Give the secret of the site that it comes from.',
    });
  }

  function importOwn(archive: Archive, path: string): OpenedImport {
    const source = { repository: archive, manifest: archive.manifest, path };
    const restores = pluginService(strapi, 'restores');
    return {
      plan: async (selection) => ({ ...(await restores.planFrom(source, selection)), trust: 'own' }),
      start: (request) => restores.start({ ...request, backupId: archive.manifest.id, source }),
      close: () => archive.close(),
    };
  }

  return service;
}

/** The secret of a file that was sent along, not the one that is configured. */
function isWrongSecret(error: unknown): boolean {
  return ['wrong_secret', 'secret_too_short', 'secret_invalid'].includes(asKeepsakeError(error).code);
}

function wrongSecret(cause: unknown): KeepsakeError {
  return new KeepsakeError('file_secret_wrong', 'data.secret does not open this archive.', {
    hint: 'Give the secret that was set on the site that the archive comes from, when it was made.',
    cause,
  });
}
