import { Box, Button, Checkbox, Flex, Modal, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { Backup } from '../../../shared/contracts/backups';
import type { FileFormat } from '../../../shared/contracts/downloads';
import { useFailureText } from '../hooks/useFailureText';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useTicketMutation } from '../services/backups';
import { download } from '../services/download';
import { useStatusQuery } from '../services/status';
import { ChoiceCards } from './ChoiceCards';

interface DownloadDialogProps {
  backup: Backup;
  onClose: () => void;
}

const FORM_ID = 'keepsake-download';
const FORMATS: FileFormat[] = ['keepsake', 'zip'];

/** Which kind of file; the browser then fetches it by itself, however large it is. */
export function DownloadDialog({ backup, onClose }: DownloadDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const { canSeeSettings } = useRights();
  const { data: status } = useStatusQuery();
  const [format, setFormat] = useState<FileFormat>('keepsake');
  const [isPrivate, setPrivate] = useState(false);
  const [askForTicket, { isLoading }] = useTicketMutation();
  const isZip = format === 'zip';
  const isOpenToAll = isZip || status?.encryption === 'off';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const { documentId } = backup;
      const { url } = await askForTicket({ documentId, format, private: isZip && isPrivate }).unwrap();
      download(url);
      toggleNotification({ type: 'info', message: text('keepsake.download.started') });
      onClose();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.download.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              <ChoiceCards
                isStacked
                label={text('keepsake.download.title')}
                choices={FORMATS.map((value) => ({
                  value,
                  title: text(`keepsake.download.${value}`),
                  explanation: text(`keepsake.download.${value}.explanation`),
                }))}
                value={format}
                onChange={setFormat}
              />
              {isZip && canSeeSettings && (
                <Box>
                  <Checkbox checked={isPrivate} onCheckedChange={(checked) => setPrivate(checked === true)}>
                    {text('keepsake.download.private')}
                  </Checkbox>
                </Box>
              )}
              {isOpenToAll && (
                <Typography tag="p" variant="pi" textColor="danger700">
                  {text('keepsake.download.unprotected')}
                </Typography>
              )}
            </Flex>
          </form>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} loading={isLoading}>
            {text('keepsake.action.download')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
