import type { Backup } from '../../shared/contracts/backups';
import type { RestoreSelection } from '../../shared/contracts/restores';
import type { Version } from '../../shared/contracts/versions';
import type { RestoreOutcome } from '../../server/src/services/restores/restore-service';
import type { Site } from './open-site';

/** Makes a backup and waits for it. */
export async function backUp(site: Site, note?: string): Promise<Backup> {
  const { done } = await site
    .service('backups')
    .start({ project: 'site', kind: 'manual', note, author: null });
  return (await done).backup;
}

/** Makes a version and waits for it. */
export async function makeVersion(site: Site, label?: string): Promise<Version> {
  const { done } = await site.service('versions').start({ project: 'site', label, author: null });
  return (await done).version;
}

/** Restores and waits for it; without a safety backup unless asked, which most tests have no use for. */
export async function restore(
  site: Site,
  backupId: string,
  selection: RestoreSelection,
  options: { safety?: boolean; preserveIds?: boolean; emitEvents?: boolean; fingerprint?: string } = {},
): Promise<RestoreOutcome> {
  const { done } = await site.service('restores').start({
    backupId,
    selection,
    fingerprint: options.fingerprint ?? null,
    safety: options.safety ?? false,
    preserveIds: options.preserveIds ?? false,
    emitEvents: options.emitEvents,
    startedBy: null,
  });
  return done;
}
