import { Box, Flex, Typography } from '@strapi/design-system';
import { ownTimeZone, useFormatZoned } from '../hooks/useFormatZoned';
import { useText } from '../hooks/useText';

interface NextRunsProps {
  runs: string[];
  timezone: string;
}

/** When a schedule runs next: by its own clock and, where that is another, by the reader's. */
export function NextRuns({ runs, timezone }: NextRunsProps) {
  const text = useText();
  const zoned = useFormatZoned();
  const isElsewhere = timezone !== ownTimeZone();
  return (
    <Box tag="ol" aria-label={text('keepsake.schedules.nextRuns')}>
      {runs.map((at) => (
        <Flex key={at} tag="li" gap={3} wrap="wrap" paddingTop={1}>
          <Typography tag="time" dateTime={at} textColor="neutral800">
            {zoned(at, timezone)}
          </Typography>
          {isElsewhere && (
            <Typography variant="pi" textColor="neutral600">
              {text('keepsake.schedules.yourTime', { date: zoned(at) })}
            </Typography>
          )}
        </Flex>
      ))}
    </Box>
  );
}
