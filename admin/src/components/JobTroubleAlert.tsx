import { Alert, Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { jobPage } from '../services/jobPage';

interface JobTroubleAlertProps {
  job: Job;
  onDismiss: () => void;
}

/** A job that ended badly; it stays until someone has seen it. */
export function JobTroubleAlert({ job, onDismiss }: JobTroubleAlertProps) {
  const text = useText();
  const count = job.problems.length;
  const outcome = job.state === 'partial' ? 'partial' : 'failed';
  const details = job.error
    ? [job.error.message, job.error.hint]
    : job.problems.slice(0, 1).map((problem) => `${problem.item}: ${problem.message}`);
  const page = jobPage(job);
  return (
    <Alert
      variant="danger"
      title={text(`keepsake.job.${outcome}.${job.type}`, { count })}
      closeLabel={text('keepsake.action.close')}
      onClose={onDismiss}
      action={
        page && (
          <Link tag={NavLink} to={page}>
            {text('keepsake.action.showDetails')}
          </Link>
        )
      }
    >
      {details.filter(Boolean).join(' ')}
    </Alert>
  );
}
