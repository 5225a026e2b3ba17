import { Button, Flex, Link, Modal, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useJobActions } from '../hooks/useJobActions';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { isFinished } from '../services/isFinished';
import { jobPage } from '../services/jobPage';
import { JobLog } from './JobLog';
import { JobProgress } from './JobProgress';
import { JobStateBadge } from './JobStateBadge';
import { ProblemList } from './ProblemList';

interface JobDialogProps {
  job: Job | null;
  onClose: () => void;
}

/** One job: how it stands or ended, what it said, and what can be done with it. */
export function JobDialog({ job, onClose }: JobDialogProps) {
  const text = useText();
  return (
    <Modal.Root open={job !== null} onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{job && text(`keepsake.jobType.${job.type}`)}</Modal.Title>
        </Modal.Header>
        {job && <JobDetails job={job} onClose={onClose} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function JobDetails({ job, onClose }: { job: Job; onClose: () => void }) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const { canChange } = useRights();
  const { cancel, retry, resume } = useJobActions();
  const isOwn = canChange(job);
  const page = jobPage(job);
  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Flex gap={3} wrap="wrap">
            <JobStateBadge job={job} />
            <Typography textColor="neutral600">
              {[dateTime(job.createdAt), job.startedBy].filter(Boolean).join(' · ')}
            </Typography>
            {page && (
              <Link tag={NavLink} to={page}>
                {text(`keepsake.jobs.${linkOf(job)}`)}
              </Link>
            )}
          </Flex>
          {!isFinished(job) && <JobProgress job={job} />}
          {job.error && (
            <Typography tag="p" textColor="neutral800">
              {`${job.error.message} ${job.error.hint}`}
            </Typography>
          )}
          {job.problems.length > 0 && <ProblemList problems={job.problems} />}
          <Flex tag="section" direction="column" alignItems="stretch" gap={2}>
            <Typography tag="h3" variant="delta">
              {text('keepsake.jobs.log')}
            </Typography>
            <JobLog job={job} />
          </Flex>
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onClose}>
          {text('keepsake.action.close')}
        </Button>
        <Flex gap={2}>
          {isOwn && job.canResume && (
            <Button variant="secondary" onClick={() => resume(job)}>
              {text('keepsake.jobs.resume')}
            </Button>
          )}
          {isOwn && job.canRetry && (
            <Button variant="secondary" onClick={() => retry(job)}>
              {text('keepsake.jobs.retry')}
            </Button>
          )}
          {isOwn && !isFinished(job) && (
            <Button variant="danger-light" disabled={job.isCancelling} onClick={() => cancel(job)}>
              {text(job.isCancelling ? 'keepsake.job.cancelling' : 'keepsake.job.cancel')}
            </Button>
          )}
        </Flex>
      </Modal.Footer>
    </>
  );
}

function linkOf({ type }: Job): 'result' | 'version' | 'backup' {
  if (type === 'restore') return 'result';
  return type === 'version' ? 'version' : 'backup';
}
