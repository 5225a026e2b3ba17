import { Flex, Grid, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { BackupDetails } from '../../../shared/contracts/backups';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDuration } from '../hooks/useFormatDuration';
import { useText, type TextId } from '../hooks/useText';
import { BackupKindBadge } from './BackupKindBadge';
import { BackupStateBadge } from './BackupStateBadge';
import { Card } from './Card';
import { PointInTime } from './PointInTime';

type Fact = [TextId, ReactNode];

/** Everything known about a backup, as terms and values. */
export function BackupFacts({ backup }: { backup: BackupDetails }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const duration = useFormatDuration();
  const facts: Fact[] = [
    ['keepsake.column.state', <BackupStateBadge backup={backup} />],
    ['keepsake.column.kind', <BackupKindBadge kind={backup.kind} />],
    ['keepsake.column.date', <PointInTime value={backup.createdAt} />],
    ['keepsake.fact.createdBy', backup.createdBy ?? text('keepsake.fact.system')],
    ['keepsake.column.documents', formatNumber(backup.documents)],
    ['keepsake.column.records', formatNumber(backup.records)],
    ['keepsake.column.files', formatNumber(backup.files)],
    ['keepsake.column.size', formatBytes(backup.bytes)],
    ['keepsake.fact.stored', formatBytes(backup.storedBytes)],
    ['keepsake.column.duration', backup.seconds === null ? '–' : duration(backup.seconds)],
    [
      'keepsake.fact.verified',
      backup.verifiedAt ? <PointInTime value={backup.verifiedAt} /> : text('keepsake.fact.notVerified'),
    ],
    [
      'keepsake.fact.madeWith',
      text('keepsake.fact.versions', { strapi: backup.strapiVersion, plugin: backup.pluginVersion }),
    ],
  ];
  return (
    <Card>
      <Grid.Root tag="dl" gap={5}>
        {facts.map(([term, value]) => (
          <Grid.Item key={term} col={3} s={6} xs={12} direction="column" alignItems="flex-start" gap={1}>
            <Typography tag="dt" variant="sigma" textColor="neutral600">
              {text(term)}
            </Typography>
            <Flex tag="dd" marginLeft={0}>
              {typeof value === 'string' ? <Typography textColor="neutral800">{value}</Typography> : value}
            </Flex>
          </Grid.Item>
        ))}
      </Grid.Root>
    </Card>
  );
}
