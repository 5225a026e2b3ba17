import type { StoredDiff } from '../../../shared/contracts/diffs';
import type { ExportFormatName } from '../../../shared/contracts/exports';
import type { RetentionResult } from '../../../shared/contracts/retention';
import { pluginService } from '../services/plugin-service';
import { libraryUser } from './library-user';
import type { UserId } from './library-user';
import { ProjectBackupManager } from './project-backup-manager';
import type { CreatedBackup } from './project-backup-manager';
import { runningStrapi } from './running-strapi';

/** `ProjectBackupManager.createBackup`, in one call. */
export function createProjectBackup(
  projectId: string,
  userId: UserId = null,
  { name, description, format }: { name?: string; description?: string; format?: ExportFormatName } = {},
): Promise<CreatedBackup> {
  return new ProjectBackupManager(userId).createBackup(projectId, name, description, format);
}

/** `ProjectBackupManager.diffVersions`, in one call; of backups as well. */
export async function createProjectDiff(
  projectId: string,
  userId: UserId,
  beforeId: string,
  afterId: string = 'live',
): Promise<StoredDiff> {
  const need = { action: 'read', scope: 'project-diffs.create' } as const;
  await libraryUser(runningStrapi(), userId, projectId, need);
  return new ProjectBackupManager(userId).diffVersions(beforeId, afterId);
}

/**
 * Removes the backups and versions that the site's policy does not keep, of one project or of all.
 *
 * @param dryRun Says what would go
 */
export async function cleanupOldBackups(
  projectId: string | null = null,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<RetentionResult> {
  const strapi = runningStrapi();
  const project = projectId === null ? null : (await pluginService(strapi, 'projects').find(projectId)).slug;
  const { done } = await pluginService(strapi, 'maintenance').retention({ dryRun, project });
  const { problems: _problems, ...result } = await done;
  return result;
}

/** How many backups made by hand a project keeps by its tier, or by the function in the settings; null for no limit. */
export async function getBackupRetentionCount(projectId: string): Promise<number | null> {
  const strapi = runningStrapi();
  return pluginService(strapi, 'retention').countFor(await pluginService(strapi, 'projects').find(projectId));
}
