import { Button, Flex, IconButton } from '@strapi/design-system';
import { ArrowClockwise, Download, Link, Pencil, Trash } from '@strapi/icons';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Export } from '../../../shared/contracts/exports';
import type { Job } from '../../../shared/contracts/jobs';
import { useExportDownload } from '../hooks/useExportDownload';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useExportScope } from '../hooks/useExportScope';
import { useRepeatExport } from '../hooks/useRepeatExport';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { Banner } from './Banner';
import { Card } from './Card';
import { DeleteExportDialog } from './DeleteExportDialog';
import { ExportFacts } from './ExportFacts';
import { ExportProgress } from './ExportProgress';
import { JobProgressCard } from './JobProgressCard';
import { ProblemList } from './ProblemList';
import { ShareLinkDialog } from './ShareLinkDialog';
import { ShareLinks } from './ShareLinks';

interface ExportDetailsViewProps {
  of: Export;
  /** While it is under way, for who may see jobs. */
  job: Job | null;
  isUnreachable: boolean;
}

export function ExportDetailsView({ of: one, job, isUnreachable }: ExportDetailsViewProps) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const navigate = useNavigate();
  const scope = useExportScope();
  const { canDownload } = useRights();
  const { downloadExport, isLoading } = useExportDownload();
  const { repeat, isRepeating } = useRepeatExport();
  const [isDeleting, setDeleting] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const title = text('keepsake.exports.of', { date: dateTime(one.createdAt) });
  const isRunning = one.state === 'running';
  const hasFile = one.fileName !== null;
  const canFetch = canDownload && hasFile;

  const actions = (
    <Flex gap={2} wrap="wrap">
      <IconButton
        variant="danger-light"
        label={text('keepsake.action.delete')}
        disabled={isRunning}
        onClick={() => setDeleting(true)}
      >
        <Trash />
      </IconButton>
      <IconButton
        label={text('keepsake.exports.change')}
        onClick={() => navigate(paths.newExport, { state: { options: one.options } })}
      >
        <Pencil />
      </IconButton>
      {!isRunning && (
        <IconButton label={text('keepsake.exports.again')} disabled={isRepeating} onClick={() => repeat(one)}>
          <ArrowClockwise />
        </IconButton>
      )}
      {canFetch && (
        <Button variant="secondary" startIcon={<Link />} onClick={() => setSharing(true)}>
          {text('keepsake.exports.share')}
        </Button>
      )}
      {canFetch && (
        <Button startIcon={<Download />} loading={isLoading} onClick={() => downloadExport(one.documentId)}>
          {text('keepsake.action.download')}
        </Button>
      )}
    </Flex>
  );

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={`${text(`keepsake.format.${one.format}`)} · ${scope(one.options)}`}
        navigationAction={<BackButton fallback={paths.exports} />}
        primaryAction={actions}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {isRunning && job && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
          {isRunning && !job && (
            <Card title={text('keepsake.job.title.export')}>
              <ExportProgress of={one} />
            </Card>
          )}
          {one.error && (
            <Banner variant="danger" title={one.error.message}>
              {one.error.hint}
            </Banner>
          )}
          {one.problems.length > 0 && (
            <Card title={text('keepsake.job.partial.export', { count: one.problems.length })}>
              <ProblemList problems={one.problems} />
            </Card>
          )}
          <ExportFacts of={one} />
          {canFetch && <ShareLinks of={one} onShare={() => setSharing(true)} />}
        </Flex>
      </Layouts.Content>
      {isSharing && <ShareLinkDialog of={one} onClose={() => setSharing(false)} />}
      {isDeleting && (
        <DeleteExportDialog
          of={one}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(paths.exports, { replace: true })}
        />
      )}
    </Page.Main>
  );
}
