import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { Recovered } from '../../../shared/contracts/recovery';
import type { StorageDetails } from '../../../shared/contracts/storage';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { needsReconnect } from '../services/needsReconnect';
import { useRecoverStorageMutation } from '../services/storage';
import { Banner } from './Banner';
import { ChoiceCards } from './ChoiceCards';

interface ReconnectDialogProps {
  storage: StorageDetails;
  onClose: () => void;
  onRecovered: (recovered: Recovered) => void;
}

type Way = 'list' | 'adopt' | 'fork';

/** Which site this is to the storage. Where that is in doubt nothing is chosen beforehand: people know, not we. */
export function ReconnectDialog({ storage, onClose, onRecovered }: ReconnectDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const isInDoubt = needsReconnect(storage);
  const [way, setWay] = useState<Way | null>(isInDoubt ? null : 'list');
  const [recover, { error, isLoading }] = useRecoverStorageMutation();
  const ways: Way[] = isInDoubt ? ['adopt', 'fork'] : ['list', 'adopt', 'fork'];

  const submit = async () => {
    try {
      onRecovered(await recover(way === 'list' || way === null ? {} : { mode: way }).unwrap());
      onClose();
    } catch {
      // The dialog stays and says why.
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && !isLoading && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.reconnect.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p" textColor="neutral700">
              {text('keepsake.reconnect.question', { location: storage.location })}
            </Typography>
            <ChoiceCards
              isStacked
              label={text('keepsake.reconnect.title')}
              choices={ways.map((value) => ({
                value,
                title: text(`keepsake.reconnect.${value}`),
                explanation: text(`keepsake.reconnect.${value}.explanation`),
              }))}
              value={way}
              onChange={setWay}
            />
            {error && <Banner variant="danger" title={failureText(error)} />}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" disabled={isLoading} onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button disabled={way === null} loading={isLoading} onClick={submit}>
            {text('keepsake.reconnect.submit')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
