import { Button, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, MinusCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { CheckStorage, StorageCheck } from '../../../shared/contracts/storage';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useCheckStorageMutation } from '../services/storage';
import { Banner } from './Banner';
import { Card } from './Card';
import { Section } from './Section';

/** Whether the storage answers now: a small object put, read, compared and deleted. */
export function StorageCheckCard() {
  const text = useText();
  const failureText = useFailureText();
  const [check, { data, error, isLoading }] = useCheckStorageMutation();
  return (
    <Card
      title={text('keepsake.check.title')}
      subtitle={text('keepsake.check.explanation')}
      action={
        <Button variant="secondary" loading={isLoading} onClick={() => void check()}>
          {text('keepsake.check.run')}
        </Button>
      }
    >
      {error ? <Banner variant="danger" title={failureText(error)} /> : data && <Checks check={data} />}
    </Card>
  );
}

function Checks({ check }: { check: CheckStorage['response']['data'] }) {
  const text = useText();
  const { cloud } = check;
  if (!cloud) return <CheckSteps check={check} />;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Section title={text('keepsake.place.main')}>
        <CheckSteps check={check} />
      </Section>
      <Section title={text('keepsake.place.cloud')}>
        <CheckSteps check={cloud} />
      </Section>
    </Flex>
  );
}

const LOOKS = {
  ok: { icon: CheckCircle, fill: 'success600' },
  failed: { icon: CrossCircle, fill: 'danger600' },
  skipped: { icon: MinusCircle, fill: 'neutral500' },
} as const;

function CheckSteps({ check: { steps, milliseconds } }: { check: StorageCheck }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const failed = steps.find(({ error }) => error !== null);
  return (
    <Flex direction="column" alignItems="stretch" gap={4} role="status">
      <Flex tag="ul" gap={6} wrap="wrap">
        {steps.map(({ name, state }) => {
          const { icon: Icon, fill } = LOOKS[state];
          return (
            <Flex key={name} tag="li" gap={2}>
              <Icon fill={fill} width="1.6rem" height="1.6rem" aria-label={text(`keepsake.check.${state}`)} />
              <Typography textColor="neutral800">{text(`keepsake.check.step.${name}`)}</Typography>
            </Flex>
          );
        })}
      </Flex>
      {failed?.error ? (
        <Banner variant="danger" title={failed.error.message}>
          <Typography tag="p" textColor="neutral700">
            {failed.error.hint}
          </Typography>
        </Banner>
      ) : (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('keepsake.check.good', {
            time: formatNumber(milliseconds / 1000, {
              style: 'unit',
              unit: 'second',
              maximumFractionDigits: 2,
            }),
          })}
        </Typography>
      )}
    </Flex>
  );
}
