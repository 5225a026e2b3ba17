import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DiffCounts } from '../../../../shared/contracts/diffs';
import { useText } from '../../hooks/useText';

const MARKS = [
  { name: 'added', sign: '+', color: 'success600' },
  { name: 'changed', sign: '~', color: 'warning600' },
  { name: 'removed', sign: '−', color: 'danger600' },
] as const;

/** "+3 ~12 −1", and in words for who cannot see it. */
export function CountMarks({ counts }: { counts: DiffCounts }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const shown = MARKS.filter(({ name }) => counts[name] > 0);
  return (
    <Flex
      gap={2}
      shrink={0}
      role="img"
      aria-label={shown
        .map(({ name }) => `${text(`keepsake.diffCount.${name}`)}: ${counts[name]}`)
        .join(', ')}
    >
      {shown.map(({ name, sign, color }) => (
        <Typography key={name} variant="pi" fontWeight="bold" textColor={color} aria-hidden>
          {sign}
          {formatNumber(counts[name])}
        </Typography>
      ))}
    </Flex>
  );
}
