import { Box, EmptyStateLayout, Grid } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import type { StoredDiff } from '../../../../shared/contracts/diffs';
import type { CompareAddress } from '../../hooks/useCompareAddress';
import { useText } from '../../hooks/useText';
import { EntryPane } from './EntryPane';
import { TypeTree } from './TypeTree';

interface DiffWalkProps {
  diff: StoredDiff;
  address: CompareAddress;
  go: (change: Partial<CompareAddress>) => void;
}

/** The tree of what differs, and beside it the entry that is looked at. */
export function DiffWalk({ diff, address, go }: DiffWalkProps) {
  const text = useText();
  if (diff.documents === 0) {
    return (
      <EmptyStateLayout
        icon={<CheckCircle width="6.4rem" height="6.4rem" fill="success600" />}
        content={text(diff.same ? 'keepsake.compare.same' : 'keepsake.compare.sameEntries')}
        hasRadius
        shadow="tableShadow"
      />
    );
  }
  return (
    <Grid.Root gap={5}>
      <Grid.Item col={4} s={12} xs={12} alignItems="flex-start">
        <TypeTree diff={diff} address={address} go={go} />
      </Grid.Item>
      <Grid.Item col={8} s={12} xs={12} alignItems="stretch">
        <Box width="100%" minWidth={0} background="neutral0" hasRadius shadow="tableShadow" padding={6}>
          {address.type && address.entry ? (
            <EntryPane
              diffId={diff.documentId}
              uid={address.type}
              documentId={address.entry}
              address={address}
              go={go}
            />
          ) : (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={text('keepsake.compare.chooseEntry')}
              shadow="none"
            />
          )}
        </Box>
      </Grid.Item>
    </Grid.Root>
  );
}
