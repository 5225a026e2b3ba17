import { useIntl } from 'react-intl';
import type { BackupDetails } from '../../../shared/contracts/backups';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDuration } from '../hooks/useFormatDuration';
import { useText, type Text } from '../hooks/useText';
import { useStatusQuery } from '../services/status';
import { BackupKindBadge } from './BackupKindBadge';
import { BackupStateBadge } from './BackupStateBadge';
import { Card } from './Card';
import { FactGrid, type Fact } from './FactGrid';
import { PointInTime } from './PointInTime';

/** Everything known about a backup, as terms and values. */
export function BackupFacts({ backup }: { backup: BackupDetails }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const duration = useFormatDuration();
  const { data: status } = useStatusQuery();
  const hasCloud = Boolean(status?.cloud);
  const facts: Fact[] = [
    ['keepsake.column.state', <BackupStateBadge backup={backup} />],
    ['keepsake.column.kind', <BackupKindBadge kind={backup.kind} />],
    ...(backup.storage === 'cloud' || hasCloud ? [placeOf(text, backup)] : []),
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
      'keepsake.fact.proven',
      backup.provenAt ? <PointInTime value={backup.provenAt} /> : text('keepsake.fact.notVerified'),
    ],
    [
      'keepsake.fact.madeWith',
      text('keepsake.fact.versions', { strapi: backup.strapiVersion, plugin: backup.pluginVersion }),
    ],
  ];
  return (
    <Card>
      <FactGrid facts={facts} />
    </Card>
  );
}

function placeOf(text: Text, { storage }: BackupDetails): Fact {
  return ['keepsake.fact.place', text(`keepsake.place.${storage}`)];
}
