import { Box, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Recovered } from '../../../shared/contracts/recovery';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { Banner } from './Banner';
import { ProblemList } from './ProblemList';
import { ResumeSchedulesButton } from './ResumeSchedulesButton';

/** What a reconnection came to. */
export function RecoveredBanner({ recovered }: { recovered: Recovered }) {
  const text = useText();
  const { canSchedule } = useRights();
  const { mode, snapshots, backups, schedules, templates, otherSites, problems, members, membersWaiting } =
    recovered;
  const isWhole = problems.length === 0;
  return (
    <Banner
      variant={isWhole ? 'success' : 'danger'}
      title={
        isWhole
          ? text('keepsake.recovered.good', { snapshots })
          : text('keepsake.recovered.partial', { count: problems.length })
      }
      action={
        <Link tag={NavLink} to={paths.backups}>
          {text('keepsake.result.back')}
        </Link>
      }
    >
      <Typography tag="p" textColor="neutral700">
        {[
          text('keepsake.recovered.listed', { count: backups }),
          mode && text(`keepsake.recovered.${mode}`),
          members > 0 && text('keepsake.recovered.members', { count: members }),
          membersWaiting.length > 0 &&
            text('keepsake.recovered.waiting', {
              count: membersWaiting.length,
              names: membersWaiting.join(', '),
            }),
          templates > 0 && text('keepsake.recovered.templates', { count: templates }),
          schedules > 0 && text('keepsake.recovered.schedules', { count: schedules }),
          otherSites > 0 && text('keepsake.recovered.otherSites', { count: otherSites }),
        ]
          .filter(Boolean)
          .join(' ')}
      </Typography>
      {schedules > 0 && canSchedule && (
        <Box paddingTop={2}>
          <ResumeSchedulesButton />
        </Box>
      )}
      {!isWhole && <ProblemList problems={problems} />}
    </Banner>
  );
}
