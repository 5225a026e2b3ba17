import type { ExportOptions } from '../../../shared/contracts/exports';
import type { Problem } from '../../../shared/contracts/errors';
import { ownerAsker } from '../services/exports/owner-asker';
import { pluginService } from '../services/plugin-service';
import { libraryUser } from './library-user';
import type { UserId } from './library-user';
import { runningStrapi } from './running-strapi';

export interface ExportResult {
  /** Everything is in it; false for a partial one, whose `problems` say what is not. */
  success: boolean;
  /** A share link: for whoever has it, until the export expires. */
  downloadUrl: string;
  fileName: string;
  /** Bytes. */
  size: number;
  /** SHA-256 of the file, hexadecimal. */
  checksum: string;
  problems: Problem[];
  /** For the API, and for `ExportService.find`. */
  exportId: string;
  expiresAt: string;
}

/**
 * An export for code of the app: of a project, with what a user may read of it.
 *
 * @example
 * const { downloadUrl } = await new ProjectExporter('site', null, { format: 'csv' }).export();
 */
export class ProjectExporter {
  /**
   * @param projectId Slug or documentId
   * @param userId On whose behalf, see `UserId`
   */
  constructor(
    private readonly projectId: string,
    private readonly userId: UserId,
    private readonly options: ExportOptions,
  ) {}

  /**
   * Makes the file, and resolves when it is whole. Throws a `KeepsakeError` with a `code` and a `hint`: for options that
   * are wrong, by name; for a project or user that there is not; and when the export fails.
   */
  async export(): Promise<ExportResult> {
    const strapi = runningStrapi();
    const base = strapi.config.get<string>('server.absoluteUrl');
    const need = { action: 'export', scope: 'project-exports.create' } as const;
    const { ownerId, project } = await libraryUser(strapi, this.userId, this.projectId, need);
    const asker = await ownerAsker(strapi, ownerId, project.slug);
    const { done } = await pluginService(strapi, 'exports').start(project.slug, this.options, asker);
    const { export: made, problems } = await done;
    const { documentId: exportId, fileName, bytes: size, checksum, expiresAt } = made;
    // A whole export has all three.
    if (fileName === null || checksum === null || expiresAt === null)
      throw new Error(`No file of ${exportId}.`);
    const { token } = await pluginService(strapi, 'links').create(
      { exportId, label: '', expiresAt, oneUse: false },
      asker,
    );
    return {
      success: problems.length === 0,
      downloadUrl: new URL(`/keepsake/downloads/${token}`, base).href,
      fileName,
      size,
      checksum,
      problems,
      exportId,
      expiresAt,
    };
  }
}
