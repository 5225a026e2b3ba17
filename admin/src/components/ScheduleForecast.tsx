import { Box, Typography } from '@strapi/design-system';
import type { ScheduleInput } from '../../../shared/contracts/schedules';
import { useScheduleSentence } from '../hooks/useScheduleSentence';
import { useText } from '../hooks/useText';
import { NextRuns } from './NextRuns';

interface ScheduleForecastProps {
  input: ScheduleInput;
  nextRuns: string[];
}

/** What was filled in, as a sentence and as dates. */
export function ScheduleForecast({ input, nextRuns }: ScheduleForecastProps) {
  const text = useText();
  const sentence = useScheduleSentence();
  return (
    <Box background="neutral100" hasRadius padding={4} marginTop={5} aria-live="polite">
      <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
        {sentence(input)}
      </Typography>
      {nextRuns.length > 0 ? (
        <NextRuns runs={nextRuns} timezone={input.timezone} />
      ) : (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('keepsake.schedules.noRuns')}
        </Typography>
      )}
    </Box>
  );
}
