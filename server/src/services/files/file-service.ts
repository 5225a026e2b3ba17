import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import type { Actor } from '../../../../shared/contracts/activity';
import type { FileFormat } from '../../../../shared/contracts/downloads';
import { writeArchive } from '../../core/archive/write-archive';
import { safePart } from '../../core/files/safe-names';
import { snapshotFiles } from '../../core/files/snapshot-files';
import { zipOf } from '../../core/files/write-zip';
import type { Manifest, Repository } from '../../core/repository/repository';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { pluginService } from '../plugin-service';
import { leftOut } from './left-out';

export interface BackupFile {
  backupId: string;
  fileName: string;
  contentType: string;
  /** Breaks off with an error where something of the backup cannot be read. */
  content: Readable;
}

export interface FileService {
  /**
   * A backup as a file, made while it is read. `showsPrivate` is for a ZIP: the caller has seen to it that who asks may
   * see settings. Throws what finding the backup and reading its manifest throw.
   */
  read(idOrLatest: string, format: FileFormat, options: ReadFileOptions): Promise<BackupFile>;
}

export interface ReadFileOptions {
  project?: string;
  /** Who gets it, where that is not who asks. */
  actor?: Actor;
  showsPrivate: boolean;
}

export function createFileService({ strapi }: { strapi: Core.Strapi }): FileService {
  return {
    async read(idOrLatest, format, { project, showsPrivate, actor }) {
      const backup = await pluginService(strapi, 'snapshots').find(idOrLatest, project);
      const manifest = await pluginService(strapi, 'snapshots').manifest(backup);
      const repository = await pluginService(strapi, 'snapshots').repository(backup);
      const content =
        format === 'keepsake'
          ? Readable.from(writeArchive(repository, manifest), { objectMode: false })
          : await readableZip(repository, manifest, showsPrivate);
      // Before its first byte goes out, whatever then comes of it.
      await pluginService(strapi, 'activity').record({
        action: 'backup.download',
        actor,
        project: backup.project,
        object: { type: 'backup', id: backup.documentId },
        details: { format, private: showsPrivate, byTicket: actor !== undefined },
      });
      const stamp = manifest.createdAt.replace(/[:.]/g, '-').slice(0, 19);
      return {
        backupId: backup.documentId,
        fileName: `${safePart(backup.project)}-${stamp}.${format}`,
        contentType: format === 'zip' ? 'application/zip' : 'application/octet-stream',
        content,
      };
    },
  };

  async function readableZip(
    repository: Repository,
    manifest: Manifest,
    showsPrivate: boolean,
  ): Promise<Readable> {
    const plan = await readSnapshotPlan(repository, manifest);
    const files = snapshotFiles(repository, manifest, {
      records: 'json',
      complete: false,
      ...leftOut(strapi, plan, { showsPrivate }),
    });
    return zipOf(files, new Date(manifest.finishedAt));
  }
}
