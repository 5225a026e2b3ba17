import type { Backup } from '../../../shared/contracts/backups';
import type { StoredDiff } from '../../../shared/contracts/diffs';
import type { ExportFormatName } from '../../../shared/contracts/exports';
import type { RestoreCounts, RestoreMode, RestoreSelection } from '../../../shared/contracts/restores';
import type { Schedule, ScheduleInput } from '../../../shared/contracts/schedules';
import type { Version } from '../../../shared/contracts/versions';
import type { Problem } from '../../../shared/contracts/errors';
import { pluginService } from '../services/plugin-service';
import { SITE } from '../services/projects/project-service';
import { libraryUser } from './library-user';
import type { LibraryUser, Need, UserId } from './library-user';
import { ProjectExporter } from './project-exporter';
import type { ExportResult } from './project-exporter';
import { runningStrapi } from './running-strapi';

export interface CreatedBackup {
  /** Everything is in it; false for a partial one, whose `problems` say what is not. */
  success: boolean;
  backup: Backup;
  problems: Problem[];
  /** Of a format other than `json`: the export beside it. */
  export: ExportResult | null;
}

export interface RestoreOptions extends Partial<Omit<RestoreSelection, 'mode'>> {
  /** Only what is chosen here: by content type, document, locale, status or field. */
  selective?: Pick<RestoreSelection, 'contentTypes' | 'documentIds' | 'locales' | 'status' | 'fields'>;
  /** Mode `overwrite` instead of `skip`. */
  overwriteExisting?: boolean;
  mode?: RestoreMode;
  /** Row ids as they were, where they are free. Default false. */
  preserveIds?: boolean;
  /** A backup of what is there, first. Default true. */
  safety?: boolean;
  emitEvents?: boolean;
}

export interface RestoredBackup {
  success: boolean;
  counts: RestoreCounts;
  /** To undo it: restore this one. */
  safetyBackupId: string | null;
  problems: Problem[];
}

/**
 * Backups, versions, schedules and comparisons for code of the app. Each call asks whether the user may, and resolves when
 * the work is done; what fails throws a `KeepsakeError` with a `code` and a `hint`.
 *
 * @example
 * const manager = new ProjectBackupManager(null);
 * const { backup } = await manager.createBackup('site', 'Before the sale');
 */
export class ProjectBackupManager {
  /** @param userId On whose behalf, see `UserId`. */
  constructor(private readonly userId: UserId) {}

  /**
   * @param format Other than `json`: an export of that format is made as well
   * @param type `manual` (default) or `scheduled`, for code that has a clock of its own
   */
  async createBackup(
    projectId: string,
    name = '',
    description = '',
    format: ExportFormatName = 'json',
    type: 'manual' | 'scheduled' = 'manual',
  ): Promise<CreatedBackup> {
    const user = await this.#user(projectId, { action: 'backup', scope: 'project-backups.create' });
    const note = [name, description].filter(Boolean).join(': ');
    const request = { project: user.project.slug, kind: type, note, author: user.name };
    const { done } = await pluginService(runningStrapi(), 'backups').start(request);
    const { backup, problems } = await done;
    const beside = format === 'json' ? null : await this.#exportBeside(projectId, format);
    return { success: problems.length === 0, backup, problems, export: beside };
  }

  /** Takes the backup as it is, without a preview; a safety backup is made first. */
  async restoreBackup(backupId: string, options: RestoreOptions = {}): Promise<RestoredBackup> {
    const strapi = runningStrapi();
    const { selective = {}, overwriteExisting, mode, preserveIds, safety, emitEvents, ...rest } = options;
    const { user, documentId } = await this.#snapshot(backupId, {
      action: 'restore',
      scope: 'project-restores.create',
    });
    const { done } = await pluginService(strapi, 'restores').start({
      backupId: documentId,
      selection: { ...rest, ...selective, mode: mode ?? (overwriteExisting ? 'overwrite' : 'skip') },
      fingerprint: null,
      safety: safety ?? true,
      preserveIds: preserveIds ?? false,
      emitEvents,
      startedBy: user.name,
      project: user.project.slug,
    });
    const { plan, safetyBackup, problems } = await done;
    return {
      success: problems.length === 0,
      counts: plan.counts,
      safetyBackupId: safetyBackup?.documentId ?? null,
      problems,
    };
  }

  /** Its `project` is `site` by default. Throws `schedule_invalid`, which names each wrong field. */
  async createSchedule(schedule: ScheduleInput): Promise<Schedule> {
    const { project = SITE, ...input } = schedule;
    const user = await this.#user(project, { action: 'schedule', scope: 'project-schedules.create' });
    const owner = { id: user.ownerId, name: user.name };
    return pluginService(runningStrapi(), 'schedules').create(input, user.project.slug, owner);
  }

  async createVersion(projectId: string, label?: string, note?: string): Promise<Version> {
    const user = await this.#user(projectId, { action: 'backup', scope: 'project-versions.create' });
    const request = { project: user.project.slug, label, note, author: user.name };
    const { done } = await pluginService(runningStrapi(), 'versions').start(request);
    return (await done).version;
  }

  /** What changed from one version or backup to another, or to the content as it is (`live`). */
  async diffVersions(beforeId: string, afterId: string = 'live'): Promise<StoredDiff> {
    const need: Need = { action: 'read', scope: 'project-diffs.create' };
    const before = await this.#snapshot(beforeId, need);
    const after = afterId === 'live' ? afterId : (await this.#snapshot(afterId, need)).documentId;
    const request = { before: before.documentId, after, project: before.user.project.slug };
    return pluginService(runningStrapi(), 'diffs').create(request, before.user.name);
  }

  /** Newest first. */
  async listBackups(projectId: string): Promise<Backup[]> {
    const { project } = await this.#user(projectId, { action: 'read', scope: 'project-backups.find' });
    return pluginService(runningStrapi(), 'backups').all(project.slug);
  }

  /** Throws `backup_running` for one that is still being made. */
  async deleteBackup(backupId: string): Promise<{ documentId: string; bytes: number }> {
    const strapi = runningStrapi();
    const { project } = await pluginService(strapi, 'backups').find(backupId);
    await this.#user(project, { action: 'delete', scope: 'project-backups.delete' });
    return pluginService(strapi, 'backups').remove(backupId);
  }

  async #exportBeside(projectId: string, format: ExportFormatName): Promise<ExportResult> {
    return new ProjectExporter(projectId, this.userId, { format }).export();
  }

  /** A backup or a version, of a project that is theirs. */
  async #snapshot(id: string, need: Need): Promise<{ user: LibraryUser; documentId: string }> {
    const { documentId, project } = await pluginService(runningStrapi(), 'snapshots').find(id);
    return { user: await this.#user(project, need), documentId };
  }

  #user(projectId: string, need: Need): Promise<LibraryUser> {
    return libraryUser(runningStrapi(), this.userId, projectId, need);
  }
}
