import { Box, Button, Checkbox, Flex, Modal, Typography } from '@strapi/design-system';
import { useState, type FormEvent } from 'react';
import type { DeletedEntry } from '../../../../shared/contracts/history';
import type { Job } from '../../../../shared/contracts/jobs';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useStartJob } from '../../hooks/useStartJob';
import { useText } from '../../hooks/useText';
import { useRestoreDeletedMutation } from '../../services/history';

interface BringBackDialogProps {
  entry: DeletedEntry;
  onClose: () => void;
  onStarted: (job: Job) => void;
}

const FORM_ID = 'keepsake-bring-back';

/** How an entry is to come back: as a draft and with what linked to it, unless it is chosen otherwise. */
export function BringBackDialog({ entry, onClose, onStarted }: BringBackDialogProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const [withInverse, setWithInverse] = useState(true);
  const [published, setPublished] = useState(false);
  const [bringBack] = useRestoreDeletedMutation();
  const wasPublished = entry.records.some(({ status }) => status === 'published');
  const { start, isStarting } = useStartJob((job) => {
    onStarted(job);
    onClose();
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { uid, documentId, snapshot } = entry;
    const data = {
      snapshotId: snapshot.documentId,
      contentType: uid,
      documentIds: [documentId],
      published,
      withInverse,
    };
    void start(() => bringBack(data).unwrap());
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && !isStarting && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.deleted.bringBack')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Typography tag="p" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                {text('keepsake.deleted.question', {
                  name: entry.label || entry.documentId,
                  date: dateTime(entry.snapshot.createdAt),
                })}
              </Typography>
              <Box>
                <Checkbox
                  checked={withInverse}
                  onCheckedChange={(checked) => setWithInverse(checked === true)}
                >
                  {text('keepsake.deleted.withInverse')}
                </Checkbox>
              </Box>
              {wasPublished && (
                <Box>
                  <Checkbox checked={published} onCheckedChange={(checked) => setPublished(checked === true)}>
                    {text('keepsake.deleted.published')}
                  </Checkbox>
                </Box>
              )}
              <Typography tag="p" variant="pi" textColor="neutral600">
                {text('keepsake.deleted.safety')}
              </Typography>
            </Flex>
          </form>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" disabled={isStarting} onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} loading={isStarting}>
            {text('keepsake.deleted.bringBack')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
