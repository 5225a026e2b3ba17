import { Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import type { RestorePlan } from '../../../../shared/contracts/restores';
import { toChoice, type PlanTicks } from '../../hooks/usePlanTicks';
import { useText } from '../../hooks/useText';
import type { RestoreChoice } from '../../services/restoreChoice';
import { Card } from '../Card';

interface TickBarProps {
  plan: RestorePlan;
  ticks: PlanTicks;
  onNarrow: (change: Partial<RestoreChoice>) => void;
}

const KINDS = ['types', 'entries', 'locales', 'fields'] as const;

/** What is ticked so far, the languages to tick, and the preview of just that. */
export function TickBar({ plan, ticks: { ticked, count, toggle, clear }, onNarrow }: TickBarProps) {
  const text = useText();
  const locales = [...new Set(plan.items.flatMap(({ locale }) => locale ?? []))].sort();
  const counts = {
    types: ticked.contentTypes.length,
    entries: ticked.documentIds.length,
    locales: ticked.locales.length,
    fields: ticked.fields.length,
  };
  const list = KINDS.filter((kind) => counts[kind] > 0)
    .map((kind) => text(`keepsake.ticks.${kind}`, { count: counts[kind] }))
    .join(', ');
  return (
    <Card title={text('keepsake.ticks.title')} subtitle={text('keepsake.ticks.explanation')}>
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <Flex gap={4} wrap="wrap">
          {locales.length > 1 &&
            locales.map((locale) => (
              <Checkbox
                key={locale}
                checked={ticked.locales.includes(locale)}
                onCheckedChange={() => toggle('locales', locale)}
              >
                {locale}
              </Checkbox>
            ))}
          <Typography textColor="neutral600" aria-live="polite">
            {count > 0 && text('keepsake.ticks.chosen', { list })}
          </Typography>
        </Flex>
        <Flex gap={2}>
          {count > 0 && (
            <Button variant="tertiary" onClick={clear}>
              {text('keepsake.ticks.clear')}
            </Button>
          )}
          <Button
            variant="secondary"
            startIcon={<Eye />}
            disabled={count === 0}
            onClick={() => onNarrow(toChoice(ticked))}
          >
            {text('keepsake.ticks.preview')}
          </Button>
        </Flex>
      </Flex>
    </Card>
  );
}
