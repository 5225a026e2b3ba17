import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { ReactNode } from 'react';
import { useText } from '../hooks/useText';

interface ConfirmDialogProps {
  title: string;
  question: string;
  submit: string;
  isStarting: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** What else is to be chosen, below the question. */
  children?: ReactNode;
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog({
  title,
  question,
  submit,
  isStarting,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  const text = useText();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && !isStarting && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {children ? (
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Typography tag="p">{question}</Typography>
              {children}
            </Flex>
          ) : (
            question
          )}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary" disabled={isStarting}>
              {text('keepsake.action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button fullWidth variant="danger-light" loading={isStarting} onClick={onConfirm}>
            {submit}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
