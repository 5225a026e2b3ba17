import { Flex, Link, LinkButton, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { undoState } from '../services/restoreChoice';
import { Banner } from './Banner';
import { Card } from './Card';
import { PlanCounts } from './PlanCounts';
import { ProblemList } from './ProblemList';

const VARIANTS = {
  succeeded: 'success',
  partial: 'danger',
  failed: 'danger',
  interrupted: 'danger',
  cancelled: 'warning',
} as const;

type Outcome = keyof typeof VARIANTS;

const isOutcome = (state: string): state is Outcome => state in VARIANTS;

const TEXTS = {
  backup: 'keepsake.result',
  import: 'keepsake.importResult',
  deleted: 'keepsake.deletedResult',
} as const;

interface RestoreResultProps {
  job: Job;
  /** Where the content came from. */
  source?: 'backup' | 'import' | 'deleted';
}

/** How a restore ended, what went wrong, and the way back. */
export function RestoreResult({ job, source = 'backup' }: RestoreResultProps) {
  const text = useText();
  if (!isOutcome(job.state)) return null;
  const texts = TEXTS[source];
  const ending = job.state === 'interrupted' ? 'failed' : job.state;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Banner
        variant={VARIANTS[job.state]}
        title={text(`${texts}.${ending}`, { count: job.problems.length })}
      >
        {job.error && (
          <>
            <Typography tag="p" textColor="neutral800">
              {job.error.message}
            </Typography>
            <Typography tag="p" textColor="neutral700">
              {job.error.hint}
            </Typography>
          </>
        )}
        {job.problems.length > 0 && <ProblemList problems={job.problems} />}
      </Banner>
      {job.result?.counts && <PlanCounts counts={job.result.counts} isDone />}
      {job.safetyBackupId && (
        <Card title={text('keepsake.result.undo.title')} subtitle={text('keepsake.result.undo.explanation')}>
          <Flex gap={4} wrap="wrap">
            <LinkButton
              tag={NavLink}
              to={paths.restore(job.safetyBackupId)}
              state={undoState(job.selection)}
              variant="secondary"
              startIcon={<ArrowClockwise />}
            >
              {text('keepsake.result.undo')}
            </LinkButton>
            <Link tag={NavLink} to={paths.backup(job.safetyBackupId)}>
              {text('keepsake.result.safetyBackup')}
            </Link>
          </Flex>
        </Card>
      )}
      <Flex gap={4} wrap="wrap">
        <Link tag={NavLink} to={paths.restoreActivity}>
          {text('keepsake.result.activity')}
        </Link>
        <Link tag={NavLink} to={paths.backups}>
          {text('keepsake.result.back')}
        </Link>
      </Flex>
    </Flex>
  );
}
