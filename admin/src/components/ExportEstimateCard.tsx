import { Box, Divider, Flex, Loader, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { ExportEstimate } from '../../../shared/contracts/exports';
import { useFailureText } from '../hooks/useFailureText';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDuration } from '../hooks/useFormatDuration';
import { useText, type TextId } from '../hooks/useText';
import { Banner } from './Banner';
import { Card } from './Card';

interface ExportEstimateCardProps {
  estimate: ExportEstimate | null;
  /** Why there is none; the same would be said of the export. */
  error: unknown;
  isCounting: boolean;
  action: ReactNode;
}

const MOST_TYPES = 6;

/** How much the export will be, as it is chosen now. */
export function ExportEstimateCard({ estimate, error, isCounting, action }: ExportEstimateCardProps) {
  const text = useText();
  const failureText = useFailureText();
  return (
    <Card title={text('keepsake.estimate.title')}>
      <Flex direction="column" alignItems="stretch" gap={4} aria-live="polite" aria-busy={isCounting}>
        {error !== undefined && <Banner variant="danger" title={failureText(error)} />}
        {error === undefined && !estimate && (
          <Flex justifyContent="center" padding={4}>
            <Loader small>{text('keepsake.loading')}</Loader>
          </Flex>
        )}
        {error === undefined && estimate && (
          <Box style={{ opacity: isCounting ? 0.5 : 1 }}>
            <Figures estimate={estimate} />
          </Box>
        )}
        <Box>{action}</Box>
      </Flex>
    </Card>
  );
}

function Figures({ estimate }: { estimate: ExportEstimate }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const formatDuration = useFormatDuration();
  const { documents, records, files, mediaBytes, bytes, seconds, types } = estimate;
  const rows: [TextId, string][] = [
    ['keepsake.column.documents', formatNumber(documents)],
    ['keepsake.column.records', formatNumber(records)],
    ...(files > 0
      ? [
          [
            'keepsake.column.files',
            text('keepsake.estimate.files', { count: files, size: formatBytes(mediaBytes) }),
          ] as [TextId, string],
        ]
      : []),
    [
      'keepsake.column.size',
      bytes === null ? '–' : text('keepsake.estimate.about', { value: formatBytes(bytes) }),
    ],
    [
      'keepsake.column.duration',
      seconds === null ? '–' : text('keepsake.estimate.about', { value: formatDuration(seconds) }),
    ],
  ];
  const named = types.slice(0, MOST_TYPES);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {documents === 0 && files === 0 && (
        <Banner variant="warning" title={text('keepsake.estimate.nothing')} />
      )}
      <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
        {rows.map(([term, value]) => (
          <Flex key={term} justifyContent="space-between" gap={4}>
            <Typography tag="dt" textColor="neutral600">
              {text(term)}
            </Typography>
            <Typography tag="dd" fontWeight="semiBold" textColor="neutral800" textAlign="right">
              {value}
            </Typography>
          </Flex>
        ))}
      </Flex>
      {named.length > 1 && (
        <>
          <Divider />
          <Flex tag="dl" direction="column" alignItems="stretch" gap={1}>
            {named.map(({ uid, displayName, documents: count }) => (
              <Flex key={uid} justifyContent="space-between" gap={4}>
                <Typography tag="dt" variant="pi" textColor="neutral600" ellipsis>
                  {displayName}
                </Typography>
                <Typography tag="dd" variant="pi" textColor="neutral800">
                  {formatNumber(count)}
                </Typography>
              </Flex>
            ))}
            {types.length > named.length && (
              <Typography variant="pi" textColor="neutral600">
                {text('keepsake.scope.more', { count: types.length - named.length })}
              </Typography>
            )}
          </Flex>
        </>
      )}
    </Flex>
  );
}
