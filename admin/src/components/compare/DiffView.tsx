import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { StoredDiff } from '../../../../shared/contracts/diffs';
import type { CompareAddress } from '../../hooks/useCompareAddress';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useLookKeys } from '../../hooks/useLookKeys';
import { useText } from '../../hooks/useText';
import { Banner } from '../Banner';
import { ProblemList } from '../ProblemList';
import { DiffCountCards } from './DiffCountCards';
import { DiffWalk } from './DiffWalk';
import { DownloadDiffButton } from './DownloadDiffButton';
import { KeysHelp } from './KeysHelp';
import { SchemaChanges } from './SchemaChanges';

interface DiffViewProps {
  diff: StoredDiff;
  address: CompareAddress;
  go: (change: Partial<CompareAddress>) => void;
  onCompareAgain: () => void;
}

/** A comparison that was made: its counts, and the way into each entry. */
export function DiffView({ diff, address, go, onCompareAgain }: DiffViewProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const isLive = diff.after.id === null;
  useLookKeys(address, go);
  return (
    <>
      {diff.problems.length > 0 && (
        <Banner variant="warning" title={text('keepsake.compare.partial')}>
          <ProblemList problems={diff.problems} />
        </Banner>
      )}
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography tag="p" textColor="neutral600">
          {text('keepsake.compare.made', { date: dateTime(diff.createdAt), count: diff.documents })}
          {diff.files !== null &&
            ` · ${text('keepsake.compare.files', {
              count: diff.files.added + diff.files.removed + diff.files.changed,
            })}`}
        </Typography>
        <Flex gap={2}>
          {isLive && (
            <Button variant="tertiary" startIcon={<ArrowClockwise />} onClick={onCompareAgain}>
              {text('keepsake.compare.again')}
            </Button>
          )}
          {!diff.same && <DownloadDiffButton diffId={diff.documentId} />}
          <KeysHelp />
        </Flex>
      </Flex>
      <DiffCountCards counts={diff.counts} />
      {diff.schema.length > 0 && <SchemaChanges schema={diff.schema} />}
      <DiffWalk diff={diff} address={address} go={go} />
    </>
  );
}
