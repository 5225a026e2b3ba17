import { Button, Flex, IconButton, LinkButton } from '@strapi/design-system';
import { ArrowClockwise, ArrowsCounterClockwise, Download, SealCheck, Shield, Trash } from '@strapi/icons';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { NavLink, useNavigate } from 'react-router-dom';
import type { BackupDetails } from '../../../shared/contracts/backups';
import type { Job } from '../../../shared/contracts/jobs';
import { useDrillBackup } from '../hooks/useDrillBackup';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useJob } from '../hooks/useJob';
import { useRights } from '../hooks/useRights';
import { useRunningJob } from '../hooks/useRunningJob';
import { useText } from '../hooks/useText';
import { useVerifyBackup } from '../hooks/useVerifyBackup';
import { paths } from '../paths';
import { isFinished } from '../services/isFinished';
import { isRestorable } from '../services/isRestorable';
import { BackupFacts } from './BackupFacts';
import { BackupProblems } from './BackupProblems';
import { BackupTypeTable } from './BackupTypeTable';
import { DeleteBackupDialog } from './DeleteBackupDialog';
import { DownloadDialog } from './DownloadDialog';
import { DrillResult } from './DrillResult';
import { JobOutcome } from './JobOutcome';
import { JobProgressCard } from './JobProgressCard';
import { JobTroubleAlert } from './JobTroubleAlert';
import { Section } from './Section';
import { VerifyResult } from './VerifyResult';

export function BackupDetailsView({ backup }: { backup: BackupDetails }) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const navigate = useNavigate();
  const { canBackup, canRestore, canDownload, canDelete } = useRights();
  const [isDeleting, setDeleting] = useState(false);
  const [isDownloading, setDownloading] = useState(false);
  const [ownJobId, setOwnJobId] = useState<string | null>(null);
  const { job, isUnreachable, trouble, dismissTrouble, watch } = useRunningJob({ toldHere: ownJobId });
  const { job: ownJob } = useJob(ownJobId);
  const finished = ownJob && isFinished(ownJob) ? ownJob : null;
  const follow = (started: Job) => {
    setOwnJobId(started.documentId);
    watch(started);
  };
  const { verify, isStarting } = useVerifyBackup(follow);
  const { drill, isStarting: isDrillStarting } = useDrillBackup(follow);
  const title = text('keepsake.details.title', { date: dateTime(backup.createdAt) });
  const hasContent = isRestorable(backup);

  const actions = (
    <Flex gap={2} wrap="wrap">
      {canDelete && (
        <IconButton
          variant="danger-light"
          label={text('keepsake.action.delete')}
          disabled={backup.state === 'running'}
          onClick={() => setDeleting(true)}
        >
          <Trash />
        </IconButton>
      )}
      {canBackup && hasContent && (
        <Button
          variant="secondary"
          startIcon={<SealCheck />}
          disabled={job !== null}
          loading={isStarting}
          onClick={() => verify(backup.documentId)}
        >
          {text('keepsake.action.verify')}
        </Button>
      )}
      {canBackup && hasContent && (
        <Button
          variant="secondary"
          startIcon={<Shield />}
          disabled={job !== null}
          loading={isDrillStarting}
          onClick={() => drill(backup.documentId)}
        >
          {text('keepsake.action.drill')}
        </Button>
      )}
      {hasContent && (
        <LinkButton
          tag={NavLink}
          to={paths.compareWithLive(backup.documentId)}
          variant="secondary"
          startIcon={<ArrowsCounterClockwise />}
        >
          {text('keepsake.action.compare')}
        </LinkButton>
      )}
      {canDownload && hasContent && (
        <Button variant="secondary" startIcon={<Download />} onClick={() => setDownloading(true)}>
          {text('keepsake.action.download')}
        </Button>
      )}
      {canRestore && hasContent && (
        <LinkButton tag={NavLink} to={paths.restore(backup.documentId)} startIcon={<ArrowClockwise />}>
          {text('keepsake.action.restore')}
        </LinkButton>
      )}
    </Flex>
  );

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={backup.note ?? undefined}
        navigationAction={<BackButton fallback={paths.backups} />}
        primaryAction={actions}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {trouble && <JobTroubleAlert job={trouble} onDismiss={dismissTrouble} />}
          {job && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
          {finished?.type === 'verify' && <VerifyResult job={finished} />}
          {finished?.type === 'drill' && !finished.result?.drill && (
            <JobOutcome job={finished} title={text('keepsake.job.succeeded.drill')} />
          )}
          {backup.drill && <DrillResult report={backup.drill} />}
          <BackupProblems backup={backup} />
          <BackupFacts backup={backup} />
          {backup.types.length > 0 && (
            <Section title={text('keepsake.details.types')}>
              <BackupTypeTable types={backup.types} />
            </Section>
          )}
        </Flex>
      </Layouts.Content>
      {isDownloading && <DownloadDialog backup={backup} onClose={() => setDownloading(false)} />}
      <DeleteBackupDialog
        backup={isDeleting ? backup : null}
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate(paths.backups, { replace: true })}
      />
    </Page.Main>
  );
}
