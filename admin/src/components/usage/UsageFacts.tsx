import type { StorageUsage } from '../../../../shared/contracts/analytics';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useText } from '../../hooks/useText';
import { Card } from '../Card';
import { FactGrid, type Fact } from '../FactGrid';

/** What is stored against what it stands for, what was saved, and what could be freed. */
export function UsageFacts({ usage }: { usage: StorageUsage }) {
  const text = useText();
  const bytes = useFormatBytes();
  const { storedBytes, quota, savedBytes, retention } = usage;
  const stored =
    quota === null
      ? bytes(storedBytes)
      : text('keepsake.overview.ofQuota', { used: bytes(storedBytes), quota: bytes(quota) });
  const facts: Fact[] = [
    ['keepsake.usage.stored', stored],
    ['keepsake.usage.logical', bytes(usage.logicalBytes)],
    ['keepsake.usage.deduplication', bytes(savedBytes.deduplication)],
    ['keepsake.usage.compression', bytes(savedBytes.compression)],
    [
      'keepsake.usage.retention',
      retention.snapshots === 0
        ? text('keepsake.usage.retention.none')
        : text('keepsake.usage.retention.some', {
            bytes: bytes(retention.freedBytes),
            count: retention.snapshots,
          }),
    ],
    ['keepsake.usage.cleanable', bytes(usage.cleanableBytes)],
  ];
  return (
    <Card title={text('keepsake.usage.title')} subtitle={text('keepsake.usage.subtitle')}>
      <FactGrid facts={facts} />
    </Card>
  );
}
