import { Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Job } from '../../../../shared/contracts/jobs';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { undoState } from '../../services/restoreChoice';
import { Banner } from '../Banner';
import { ProblemList } from '../ProblemList';

/** How the restore of one entry ended, and the way back. */
export function EntryRestored({ job }: { job: Job }) {
  const text = useText();
  const isGood = job.state === 'succeeded';
  const undo = job.safetyBackupId && (
    <Link tag={NavLink} to={paths.restore(job.safetyBackupId)} state={undoState(job.selection)}>
      {text('keepsake.history.undo')}
    </Link>
  );
  return (
    <Banner
      variant={isGood ? 'success' : 'danger'}
      title={text(isGood ? 'keepsake.history.restored' : 'keepsake.history.notRestored')}
      action={undo}
    >
      {job.error && (
        <Typography tag="p" textColor="neutral800">
          {`${job.error.message} ${job.error.hint}`}
        </Typography>
      )}
      {job.problems.length > 0 && <ProblemList problems={job.problems} />}
    </Banner>
  );
}
