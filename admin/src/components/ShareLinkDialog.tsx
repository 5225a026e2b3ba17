import {
  Button,
  Checkbox,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { Export } from '../../../shared/contracts/exports';
import { useFailureText } from '../hooks/useFailureText';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { serverAddress } from '../services/download';
import { useCreateLinkMutation } from '../services/links';
import { Banner } from './Banner';

interface ShareLinkDialogProps {
  of: Export;
  onClose: () => void;
}

const FORM_ID = 'keepsake-share';
const LABEL_LENGTH = 100;
const HOUR_MS = 3_600_000;
const PERIODS = { hour: HOUR_MS, day: 24 * HOUR_MS, threeDays: 72 * HOUR_MS } as const;

type Period = keyof typeof PERIODS | 'whole';

/** Makes an address of the file for somebody without an account; it is shown this once. */
export function ShareLinkDialog({ of: one, onClose }: ShareLinkDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [createLink, { data: link, isLoading }] = useCreateLinkMutation();
  const [label, setLabel] = useState('');
  const [period, setPeriod] = useState<Period>('whole');
  const [isOneUse, setOneUse] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await createLink({
        exportId: one.documentId,
        ...(label.trim() ? { label: label.trim() } : {}),
        ...(period === 'whole' ? {} : { expiresAt: new Date(Date.now() + PERIODS[period]).toISOString() }),
        oneUse: isOneUse,
      }).unwrap();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.exports.share')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {link ? (
            <MadeLink address={serverAddress(link.url)} expiresAt={link.expiresAt} isOneUse={link.oneUse} />
          ) : (
            <form id={FORM_ID} onSubmit={submit}>
              <Flex direction="column" alignItems="stretch" gap={4}>
                <Typography tag="p" textColor="neutral700">
                  {text('keepsake.share.explanation')}
                </Typography>
                <Field.Root name="label" hint={text('keepsake.share.label.hint')}>
                  <Field.Label>{text('keepsake.share.label')}</Field.Label>
                  <TextInput
                    autoFocus
                    autoComplete="off"
                    maxLength={LABEL_LENGTH}
                    value={label}
                    onChange={(event) => setLabel(event.target.value)}
                  />
                  <Field.Hint />
                </Field.Root>
                <PeriodSelect of={one} value={period} onChange={setPeriod} />
                <Checkbox checked={isOneUse} onCheckedChange={(checked) => setOneUse(checked === true)}>
                  {text('keepsake.share.oneUse')}
                </Checkbox>
              </Flex>
            </form>
          )}
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text(link ? 'keepsake.action.close' : 'keepsake.action.cancel')}
          </Button>
          {!link && (
            <Button type="submit" form={FORM_ID} loading={isLoading}>
              {text('keepsake.share.submit')}
            </Button>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

interface PeriodSelectProps {
  of: Export;
  value: Period;
  onChange: (period: Period) => void;
}

/** A link lasts no longer than its export. */
function PeriodSelect({ of: { expiresAt }, value, onChange }: PeriodSelectProps) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const left = expiresAt ? Date.parse(expiresAt) - Date.now() : Infinity;
  const shorter = (Object.keys(PERIODS) as (keyof typeof PERIODS)[]).filter((one) => PERIODS[one] < left);
  return (
    <Field.Root>
      <Field.Label>{text('keepsake.share.period')}</Field.Label>
      <SingleSelect value={value} onChange={(chosen) => onChange(String(chosen) as Period)}>
        {shorter.map((one) => (
          <SingleSelectOption key={one} value={one}>
            {text(`keepsake.share.${one}`)}
          </SingleSelectOption>
        ))}
        <SingleSelectOption value="whole">
          {expiresAt
            ? text('keepsake.share.whole', { date: dateTime(expiresAt) })
            : text('keepsake.share.forever')}
        </SingleSelectOption>
      </SingleSelect>
    </Field.Root>
  );
}

interface MadeLinkProps {
  address: string;
  expiresAt: string;
  isOneUse: boolean;
}

function MadeLink({ address, expiresAt, isOneUse }: MadeLinkProps) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();

  const copyAddress = async () => {
    if (await copy(address)) toggleNotification({ type: 'success', message: text('keepsake.share.copied') });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Banner variant="success" title={text('keepsake.share.made')}>
        <Typography tag="p" textColor="neutral800">
          {text(isOneUse ? 'keepsake.share.onceUntil' : 'keepsake.share.until', {
            date: dateTime(expiresAt),
          })}
        </Typography>
      </Banner>
      <Flex gap={2} alignItems="flex-end">
        <Field.Root flex="1">
          <Field.Label>{text('keepsake.share.address')}</Field.Label>
          <TextInput readOnly value={address} onFocus={(event) => event.target.select()} />
        </Field.Root>
        <Button size="L" variant="secondary" startIcon={<Duplicate />} onClick={copyAddress}>
          {text('keepsake.share.copy')}
        </Button>
      </Flex>
    </Flex>
  );
}
