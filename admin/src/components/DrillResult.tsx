import { Typography } from '@strapi/design-system';
import type { DrillReport } from '../../../shared/contracts/drills';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useFormatDuration } from '../hooks/useFormatDuration';
import { useText } from '../hooks/useText';
import { Banner } from './Banner';
import { ProblemList } from './ProblemList';

const LOOKS = { passed: 'success', failed: 'danger', unproven: 'warning' } as const;
const PLACES = { sqlite: 'SQLite', postgres: 'Postgres', mysql: 'MySQL' } as const;

/** What the last test restore of a backup came to. */
export function DrillResult({ report }: { report: DrillReport }) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const formatBytes = useFormatBytes();
  const duration = useFormatDuration();
  const { state, at, place, documents, records, files, bytes, seconds } = report;
  const problems = state === 'failed' ? report.differences : state === 'unproven' ? report.notices : [];
  return (
    <Banner
      variant={LOOKS[state]}
      title={text(`keepsake.drill.${state}`, { date: dateTime(at), count: report.differenceCount })}
    >
      <Typography tag="p" textColor="neutral700">
        {text('keepsake.drill.compared', {
          documents,
          records,
          files,
          size: formatBytes(bytes),
          place: place ? PLACES[place] : '–',
          duration: duration(seconds),
        })}
      </Typography>
      {problems.length > 0 && <ProblemList problems={problems} />}
    </Banner>
  );
}
