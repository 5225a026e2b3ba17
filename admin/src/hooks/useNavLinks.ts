import { paths } from '../paths';
import { useRights } from './useRights';
import { useText } from './useText';

export interface NavLink {
  to: string;
  label: string;
}

/** The pages that the signed-in admin may open, for the plugin's own menu. */
export function useNavLinks(): NavLink[] {
  const text = useText();
  const { canRead, canExport, canRestore, canSeeSettings, seesAllProjects } = useRights();
  const links = [
    { to: paths.overview, label: text('keepsake.overview.title') },
    { to: paths.backups, label: text('keepsake.list.title') },
    { to: paths.versions, label: text('keepsake.version.title') },
    { to: paths.compare, label: text('keepsake.compare.title') },
    ...(canExport ? [{ to: paths.exports, label: text('keepsake.exports.title') }] : []),
    { to: paths.deleted, label: text('keepsake.deleted.title') },
    ...(canRestore ? [{ to: paths.import, label: text('keepsake.import.title') }] : []),
    { to: paths.schedules, label: text('keepsake.schedules.title') },
    { to: paths.projects, label: text('keepsake.projects.title') },
    { to: paths.jobs, label: text('keepsake.jobs.title') },
    ...(seesAllProjects ? [{ to: paths.health, label: text('keepsake.health.title') }] : []),
    { to: paths.activity, label: text('keepsake.activity.title') },
    ...(canSeeSettings && seesAllProjects
      ? [{ to: paths.storage, label: text('keepsake.storage.title') }]
      : []),
  ];
  // Who may see no backups is here for exports alone.
  return canRead ? links : links.filter(({ to }) => to === paths.exports);
}
