import { Box, Checkbox, Flex, Td, TextButton, Tr, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronRight } from '@strapi/icons';
import { useState } from 'react';
import type { RestorePlanItem } from '../../../../shared/contracts/restores';
import type { PlanTicks } from '../../hooks/usePlanTicks';
import { useText } from '../../hooks/useText';
import { ActionBadge } from '../ActionBadge';
import { PlanEntryDiff } from './PlanEntryDiff';

interface PlanItemRowProps {
  item: RestorePlanItem;
  typeName: string;
  snapshotId?: string;
  ticks?: PlanTicks;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

const COLUMNS = 5;

/** One record of a plan; where there is a snapshot to look into, opened to what would change in it. */
export function PlanItemRow({ item, typeName, snapshotId, ticks, ...position }: PlanItemRowProps) {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const name = item.label || item.documentId;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Tr {...position}>
        <Td>
          <Flex gap={3}>
            {ticks && (
              <Checkbox
                aria-label={text('keepsake.ticks.entry', { name })}
                checked={ticks.ticked.documentIds.includes(item.documentId)}
                onCheckedChange={() => ticks.toggle('documentIds', item.documentId)}
              />
            )}
            <ActionBadge action={item.action} />
          </Flex>
        </Td>
        <Td maxWidth="40rem">
          {snapshotId && ticks ? (
            <TextButton
              startIcon={<Chevron width="1rem" height="1rem" />}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {name}
            </TextButton>
          ) : (
            <Typography tag="p" ellipsis textColor="neutral800" title={item.label}>
              {item.label}
            </Typography>
          )}
          <Typography tag="p" variant="pi" textColor="neutral600">
            {item.documentId}
          </Typography>
        </Td>
        <Td>
          <Typography textColor="neutral800">{typeName}</Typography>
        </Td>
        <Td>
          <Typography textColor="neutral800">{item.locale ?? '–'}</Typography>
        </Td>
        <Td>
          <Typography textColor="neutral800">
            {item.status ? text(`keepsake.status.${item.status}`) : '–'}
          </Typography>
        </Td>
      </Tr>
      {isOpen && snapshotId && ticks && (
        <Tr>
          <Td colSpan={COLUMNS}>
            <Box paddingTop={2} paddingBottom={4} style={{ whiteSpace: 'normal' }}>
              <PlanEntryDiff snapshotId={snapshotId} item={item} ticks={ticks} />
            </Box>
          </Td>
        </Tr>
      )}
    </>
  );
}
