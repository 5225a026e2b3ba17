import { useIntl } from 'react-intl';
import type { Export } from '../../../shared/contracts/exports';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { Card } from './Card';
import { CodeText } from './CodeText';
import { ExportStateBadge } from './ExportStateBadge';
import { FactGrid, type Fact } from './FactGrid';
import { PointInTime } from './PointInTime';

const NONE = '–';

/** Everything known about an export, as terms and values. */
export function ExportFacts({ of: one }: { of: Export }) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const dateTime = useFormatDateTime();
  const hasFile = one.fileName !== null;
  const count = (value: number) => (hasFile ? formatNumber(value) : NONE);
  const facts: Fact[] = [
    ['keepsake.column.state', <ExportStateBadge of={one} />],
    ['keepsake.column.file', one.fileName ?? NONE],
    ['keepsake.column.size', hasFile ? formatBytes(one.bytes) : NONE],
    ['keepsake.column.documents', count(one.documents)],
    ['keepsake.column.records', count(one.records)],
    ['keepsake.column.files', count(one.files)],
    ['keepsake.column.date', <PointInTime value={one.createdAt} />],
    ['keepsake.exports.expires', one.expiresAt ? dateTime(one.expiresAt) : NONE],
    ['keepsake.fact.createdBy', one.author ?? text('keepsake.fact.system')],
    ['keepsake.exports.checksum', one.checksum ? <CodeText>{one.checksum}</CodeText> : NONE],
  ];
  return (
    <Card>
      <FactGrid facts={facts} />
    </Card>
  );
}
