import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import type { RestoreChoice } from '../services/restoreChoice';
import { Card } from './Card';

const EXTRAS = ['users', 'settings', 'withInverse', 'emitEvents'] as const;
/** What is worth a second thought. */
const GRAVE: readonly string[] = ['users', 'settings'];

export type Extra = (typeof EXTRAS)[number];

interface RestoreExtrasProps {
  /** Those that can be asked for; all when left out. */
  extras?: readonly Extra[];
  /** From a file of elsewhere, which sets no passwords. */
  isForeign?: boolean;
  choice: RestoreChoice;
  onChange: (change: Partial<RestoreChoice>) => void;
}

/** What is left alone unless it is asked for. */
export function RestoreExtras({ extras = EXTRAS, isForeign = false, choice, onChange }: RestoreExtrasProps) {
  const text = useText();
  return (
    <Card title={text('keepsake.extra.title')} subtitle={text('keepsake.extra.explanation')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {extras.map((extra) => (
          <Box key={extra}>
            <Checkbox
              checked={choice[extra]}
              onCheckedChange={(checked) => onChange({ [extra]: checked === true })}
              aria-describedby={`keepsake-extra-${extra}`}
            >
              {text(`keepsake.extra.${extra}`)}
            </Checkbox>
            <Typography
              id={`keepsake-extra-${extra}`}
              tag="p"
              variant="pi"
              textColor={choice[extra] && GRAVE.includes(extra) ? 'danger700' : 'neutral600'}
              paddingLeft={7}
              paddingTop={1}
            >
              {isForeign && extra === 'users'
                ? text('keepsake.extra.users.warning.foreign')
                : text(`keepsake.extra.${extra}.warning`)}
            </Typography>
          </Box>
        ))}
      </Flex>
    </Card>
  );
}
