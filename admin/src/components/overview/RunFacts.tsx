import { Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Backup } from '../../../../shared/contracts/backups';
import type { Schedule } from '../../../../shared/contracts/schedules';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useFormatRelativeTime } from '../../hooks/useFormatRelativeTime';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { FactGrid } from '../FactGrid';

interface RunFactsProps {
  /** Newest first. */
  backups: Backup[];
  total: number;
  schedules: Schedule[];
  storedBytes: number;
  quota: number | null;
}

/** The last backup, the next one, and what there is. */
export function RunFacts({ backups, total, schedules, storedBytes, quota }: RunFactsProps) {
  const text = useText();
  const bytes = useFormatBytes();
  const dateTime = useFormatDateTime('short');
  const relativeTime = useFormatRelativeTime();
  const last = backups.find(({ state }) => state === 'succeeded' || state === 'partial');
  const next = nextOf(schedules);
  const none = text('keepsake.overview.none');
  return (
    <FactGrid
      facts={[
        [
          'keepsake.overview.last',
          last ? (
            <Link tag={NavLink} to={paths.backup(last.documentId)}>
              {relativeTime(last.createdAt)}
            </Link>
          ) : (
            none
          ),
        ],
        [
          'keepsake.overview.next',
          next ? `${dateTime(next.at)} · ${next.name}` : text('keepsake.overview.noSchedule'),
        ],
        ['keepsake.overview.count', String(total)],
        [
          'keepsake.overview.stored',
          quota === null
            ? bytes(storedBytes)
            : text('keepsake.overview.ofQuota', { used: bytes(storedBytes), quota: bytes(quota) }),
        ],
      ]}
    />
  );
}

function nextOf(schedules: Schedule[]): { at: string; name: string } | null {
  const runs = schedules
    .filter(({ enabled, nextRuns }) => enabled && nextRuns.length > 0)
    .map(({ name, nextRuns }) => ({ at: nextRuns[0]!, name }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return runs[0] ?? null;
}
