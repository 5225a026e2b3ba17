import { Flex, Typography } from '@strapi/design-system';
import type { SchemaChange } from '../../../../shared/contracts/diffs';
import { usePaged } from '../../hooks/usePaged';
import { useText } from '../../hooks/useText';
import { Card } from '../Card';
import { KindBadge } from '../diff/KindBadge';
import { ShowMoreButton } from '../ShowMoreButton';

/** What changed in the content types and components themselves. */
export function SchemaChanges({ schema }: { schema: SchemaChange[] }) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(schema);
  return (
    <Card title={text('keepsake.compare.schema')} subtitle={text('keepsake.compare.schemaExplanation')}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {shown.map(({ kind, uid, field, before, after }) => (
          <Flex tag="li" key={`${uid} ${field ?? ''}`} gap={2} wrap="wrap" alignItems="baseline">
            <KindBadge kind={kind} />
            <Typography textColor="neutral800">{field === null ? uid : `${uid}: ${field}`}</Typography>
            <Typography variant="pi" textColor="neutral600">
              {[before, after].filter(Boolean).join(' → ')}
            </Typography>
          </Flex>
        ))}
      </Flex>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </Card>
  );
}
