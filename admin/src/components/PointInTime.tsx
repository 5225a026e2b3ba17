import { Flex, Typography } from '@strapi/design-system';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';

/** How long ago, and below it the date. */
export function PointInTime({ value }: { value: string }) {
  const relativeTime = useFormatRelativeTime();
  const dateTime = useFormatDateTime();
  return (
    <Flex tag="time" dateTime={value} direction="column" alignItems="flex-start">
      <Typography textColor="neutral800">{relativeTime(value)}</Typography>
      <Typography variant="pi" textColor="neutral600">
        {dateTime(value)}
      </Typography>
    </Flex>
  );
}
