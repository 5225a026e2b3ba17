import { Button, Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { SealCheck } from '@strapi/icons';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useStartJob } from '../hooks/useStartJob';
import { useText } from '../hooks/useText';
import { useVerifyStorageMutation } from '../services/storage';
import { ActionCard } from './ActionCard';
import { JobOutcome } from './JobOutcome';

interface VerifyAllCardProps {
  isBusy: boolean;
  finished: Job | null;
  onJobStarted: (job: Job) => void;
}

const SHARES = ['1', '0.25', '0.05'] as const;

/** Reads all that is stored, or a share of it, to the last byte. */
export function VerifyAllCard({ isBusy, finished, onJobStarted }: VerifyAllCardProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const [share, setShare] = useState<string>(SHARES[0]);
  const [verify] = useVerifyStorageMutation();
  const { start, isStarting } = useStartJob(onJobStarted);
  const verified = finished?.result?.verified;
  const percent = (value: number) => formatNumber(value, { style: 'percent' });

  return (
    <ActionCard
      title={text('keepsake.verifyAll.title')}
      explanation={text('keepsake.verifyAll.explanation')}
      actions={
        <>
          <Field.Root>
            <Field.Label>{text('keepsake.verifyAll.share')}</Field.Label>
            <SingleSelect value={share} onChange={(value) => setShare(String(value))}>
              {SHARES.map((value) => (
                <SingleSelectOption key={value} value={value}>
                  {value === '1'
                    ? text('keepsake.verifyAll.everything')
                    : text('keepsake.verifyAll.part', { percent: percent(Number(value)) })}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
          <Button
            variant="secondary"
            size="L"
            startIcon={<SealCheck />}
            disabled={isBusy}
            loading={isStarting}
            onClick={() => start(() => verify({ share: Number(share) }).unwrap())}
          >
            {text('keepsake.action.verify')}
          </Button>
        </>
      }
    >
      {finished && (
        <JobOutcome
          job={finished}
          title={text('keepsake.verifyAll.good')}
          details={[
            verified !== undefined &&
              text('keepsake.verifyAll.read', {
                objects: verified.objects,
                size: formatBytes(verified.bytes),
                percent: percent(verified.share),
              }),
          ]}
        />
      )}
    </ActionCard>
  );
}
