import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useStartJob } from '../hooks/useStartJob';
import { useText } from '../hooks/useText';
import { useRotateKeysMutation } from '../services/storage';
import { ChoiceCards } from './ChoiceCards';

interface RotateKeysDialogProps {
  /** How much is stored now. */
  bytes: number;
  onClose: () => void;
  onJobStarted: (job: Job) => void;
}

const WAYS = ['plain', 'all'] as const;

export function RotateKeysDialog({ bytes, onClose, onJobStarted }: RotateKeysDialogProps) {
  const text = useText();
  const formatBytes = useFormatBytes();
  const [way, setWay] = useState<(typeof WAYS)[number]>('plain');
  const [rotate] = useRotateKeysMutation();
  const { start, isStarting } = useStartJob((job) => {
    onJobStarted(job);
    onClose();
  });
  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.keys.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <ChoiceCards
              isStacked
              label={text('keepsake.keys.title')}
              choices={WAYS.map((value) => ({
                value,
                title: text(`keepsake.keys.${value}`),
                explanation: text(`keepsake.keys.${value}.explanation`, { size: formatBytes(bytes) }),
              }))}
              value={way}
              onChange={setWay}
            />
            <Typography tag="p" variant="pi" textColor="danger700">
              {text('keepsake.keys.warning')}
            </Typography>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button loading={isStarting} onClick={() => start(() => rotate({ all: way === 'all' }).unwrap())}>
            {text('keepsake.keys.submit')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
