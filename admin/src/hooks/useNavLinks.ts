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
  const { canRestore, canSeeSettings } = useRights();
  return [
    { to: paths.backups, label: text('keepsake.list.title') },
    { to: paths.versions, label: text('keepsake.version.title') },
    { to: paths.compare, label: text('keepsake.compare.title') },
    ...(canRestore ? [{ to: paths.import, label: text('keepsake.import.title') }] : []),
    { to: paths.jobs, label: text('keepsake.jobs.title') },
    ...(canSeeSettings ? [{ to: paths.storage, label: text('keepsake.storage.title') }] : []),
  ];
}
