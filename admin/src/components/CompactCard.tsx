import { Button } from '@strapi/design-system';
import { Eye, Trash } from '@strapi/icons';
import { useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useCompactTexts } from '../hooks/useCompactTexts';
import { useStartJob } from '../hooks/useStartJob';
import { useText } from '../hooks/useText';
import { useCompactStorageMutation } from '../services/storage';
import { ActionCard } from './ActionCard';
import { ConfirmDialog } from './ConfirmDialog';
import { JobOutcome } from './JobOutcome';

interface CompactCardProps {
  isBusy: boolean;
  finished: Job | null;
  onJobStarted: (job: Job) => void;
}

/** dry run → what it would free → confirmed → what it freed */
export function CompactCard({ isBusy, finished, onJobStarted }: CompactCardProps) {
  const text = useText();
  const [isConfirming, setConfirming] = useState(false);
  const [compact] = useCompactStorageMutation();
  const { start, isStarting } = useStartJob(onJobStarted);
  const compacted = finished?.result?.compacted ?? null;
  const { title, details } = useCompactTexts(compacted);
  const isForeseen = compacted?.dryRun === true && finished?.state !== 'cancelled';
  const hasWork = isForeseen && compacted.objects + compacted.rewritten > 0;

  const clean = async () => {
    await start(() => compact({ dryRun: false }).unwrap());
    setConfirming(false);
  };

  return (
    <ActionCard
      title={text('keepsake.compact.title')}
      explanation={text('keepsake.compact.explanation')}
      actions={
        <>
          <Button
            variant="secondary"
            startIcon={<Eye />}
            disabled={isBusy}
            loading={isStarting && !isConfirming}
            onClick={() => start(() => compact({ dryRun: true }).unwrap())}
          >
            {text('keepsake.compact.preview')}
          </Button>
          {hasWork && (
            <Button
              variant="danger-light"
              startIcon={<Trash />}
              disabled={isBusy}
              onClick={() => setConfirming(true)}
            >
              {text('keepsake.compact.open')}
            </Button>
          )}
        </>
      }
    >
      {finished && <JobOutcome job={finished} title={title} details={details} />}
      {isConfirming && (
        <ConfirmDialog
          title={text('keepsake.compact.title')}
          question={[title, text('keepsake.compact.question')].join(' ')}
          submit={text('keepsake.compact.submit')}
          isStarting={isStarting}
          onConfirm={clean}
          onClose={() => setConfirming(false)}
        />
      )}
    </ActionCard>
  );
}
