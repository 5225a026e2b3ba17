import { Button, Typography } from '@strapi/design-system';
import { Key } from '@strapi/icons';
import { useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import type { RepositoryFacts } from '../../../shared/contracts/storage';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useText } from '../hooks/useText';
import { ActionCard } from './ActionCard';
import { JobOutcome } from './JobOutcome';
import { RotateKeysDialog } from './RotateKeysDialog';

interface RotateKeysCardProps {
  repository: RepositoryFacts;
  isBusy: boolean;
  finished: Job | null;
  onJobStarted: (job: Job) => void;
}

export function RotateKeysCard({ repository, isBusy, finished, onJobStarted }: RotateKeysCardProps) {
  const text = useText();
  const formatBytes = useFormatBytes();
  const [isOpen, setOpen] = useState(false);
  const isShared = repository.otherSites > 0;
  const rotated = finished?.result?.rotated;
  return (
    <ActionCard
      title={text('keepsake.keys.title')}
      explanation={text('keepsake.keys.explanation')}
      actions={
        <Button
          variant="secondary"
          startIcon={<Key />}
          disabled={isBusy || isShared}
          onClick={() => setOpen(true)}
        >
          {text('keepsake.keys.open')}
        </Button>
      }
    >
      {isShared && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('keepsake.keys.shared')}
        </Typography>
      )}
      {finished && (
        <JobOutcome
          job={finished}
          title={text('keepsake.keys.done', {
            generation: rotated?.generation ?? 0,
            secrets: rotated?.secrets ?? 0,
          })}
          details={[
            rotated !== undefined &&
              rotated.objects > 0 &&
              text('keepsake.keys.doneAll', { count: rotated.objects, size: formatBytes(rotated.bytes) }),
            text('keepsake.keys.next'),
          ]}
        />
      )}
      {isOpen && (
        <RotateKeysDialog
          bytes={repository.bytes}
          onClose={() => setOpen(false)}
          onJobStarted={onJobStarted}
        />
      )}
    </ActionCard>
  );
}
