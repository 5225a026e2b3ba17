import { Button, Dialog, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { useState, type FormEvent } from 'react';
import type { RestorePlan } from '../../../shared/contracts/restores';
import { useText } from '../hooks/useText';

interface RestoreConfirmDialogProps {
  plan: RestorePlan;
  title: string;
  submit: string;
  /** What has to be typed. */
  word: string;
  isStarting: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

const CHANGES = ['create', 'update', 'delete', 'files'] as const;
const FORM_ID = 'keepsake-confirm-restore';

/** The last stop before content is changed: says what happens and wants a word typed. */
export function RestoreConfirmDialog({
  plan,
  title,
  submit: submitText,
  word,
  isStarting,
  onConfirm,
  onClose,
}: RestoreConfirmDialogProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const isConfirmed = typed.trim() === word;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed) onConfirm();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && !isStarting && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body alignItems="stretch" paddingTop={6} paddingBottom={6}>
          <form id={FORM_ID} onSubmit={submit}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
                {CHANGES.filter((name) => plan.counts[name] > 0).map((name) => (
                  <Typography
                    key={name}
                    tag="li"
                    fontWeight="bold"
                    textColor={name === 'delete' ? 'danger700' : 'neutral800'}
                  >
                    {text(`keepsake.confirm.${name}`, { count: plan.counts[name] })}
                  </Typography>
                ))}
              </Flex>
              <Dialog.Description textColor="neutral700">
                {text('keepsake.confirm.safety')}
              </Dialog.Description>
              <Field.Root>
                <Field.Label>{text('keepsake.confirm.type', { word })}</Field.Label>
                <TextInput
                  autoFocus
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </Field.Root>
            </Flex>
          </form>
        </Dialog.Body>
        <Dialog.Footer>
          <Button fullWidth variant="tertiary" disabled={isStarting} onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button
            fullWidth
            type="submit"
            form={FORM_ID}
            variant="danger"
            disabled={!isConfirmed}
            loading={isStarting}
          >
            {submitText}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
