import { Box, Field, Flex, Grid, Loader, NumberInput, Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { RetentionRules } from '../../../shared/contracts/retention';
import { useText } from '../hooks/useText';
import { usePreviewRetentionQuery } from '../services/schedules';
import { Card } from './Card';
import { LoadFailure } from './LoadFailure';
import { RetentionTable } from './RetentionTable';

const RULES = ['last', 'daily', 'weekly', 'monthly', 'yearly', 'withinDays'] as const;
const PAUSE_MS = 400;

/** What of the backups is kept and why; by other rules, too, which are only tried out. */
export function RetentionCard() {
  const text = useText();
  const [rules, setRules] = useState<RetentionRules>({});
  const asked = JSON.parse(useDebounce(JSON.stringify(rules), PAUSE_MS)) as RetentionRules;
  const isTrial = Object.values(asked).some((value) => Number(value) > 0);
  const { data, error, refetch } = usePreviewRetentionQuery(isTrial ? { policy: trialOf(asked) } : {});

  return (
    <Card title={text('keepsake.retention.title')} subtitle={text('keepsake.retention.explanation')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Grid.Root gap={4}>
          {RULES.map((rule) => (
            <Grid.Item key={rule} col={2} s={4} xs={6} direction="column" alignItems="stretch">
              <Field.Root name={rule}>
                <Field.Label>{text(`keepsake.retention.rule.${rule}`)}</Field.Label>
                <NumberInput
                  value={rules[rule]}
                  onValueChange={(value) => setRules({ ...rules, [rule]: value })}
                />
              </Field.Root>
            </Grid.Item>
          ))}
        </Grid.Root>
        {error !== undefined && !data && <LoadFailure error={error} onRetry={() => void refetch()} />}
        {!data && error === undefined && (
          <Flex justifyContent="center" padding={6} aria-busy>
            <Loader>{text('keepsake.loading')}</Loader>
          </Flex>
        )}
        {data?.backups.length === 0 && (
          <Typography textColor="neutral600">{text('keepsake.retention.none')}</Typography>
        )}
        {data && data.backups.length > 0 && (
          <Box>
            <RetentionTable backups={data.backups} isTrial={isTrial} />
          </Box>
        )}
      </Flex>
    </Card>
  );
}

/** A field that was emptied again asks for nothing. */
function trialOf(rules: RetentionRules) {
  const given = Object.entries(rules).filter(([, value]) => Number(value) > 0);
  return { keep: Object.fromEntries(given) as RetentionRules };
}
