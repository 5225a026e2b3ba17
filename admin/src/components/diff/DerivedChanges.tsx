import { Badge, Box, Flex, Typography } from '@strapi/design-system';
import type { DerivedDiff } from '../../../../shared/contracts/diffs';
import { usePaged } from '../../hooks/usePaged';
import { useText } from '../../hooks/useText';
import { useDiffInverseQuery, type EntryRequest } from '../../services/diffs';
import { ShowMoreButton } from '../ShowMoreButton';
import { KindBadge } from './KindBadge';
import { LinkName } from './LinkName';

/** Relations of a record that others own: they change with the others' records, and are marked as derived from them. */
export function DerivedChanges({ record }: { record: EntryRequest }) {
  // What fails or is not there leaves nothing out of the record itself.
  const { currentData = [] } = useDiffInverseQuery(record, { refetchOnMountOrArgChange: true });
  return (
    <>
      {currentData.map((diff) => (
        <DerivedField key={diff.field} diff={diff} />
      ))}
    </>
  );
}

function DerivedField({ diff: { field, ownedBy, items } }: { diff: DerivedDiff }) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(items ?? []);
  return (
    <Box
      tag="section"
      aria-label={field}
      paddingTop={4}
      borderColor="neutral150"
      borderStyle="solid"
      borderWidth="1px 0 0 0"
    >
      <Flex gap={2} paddingBottom={2} alignItems="center" wrap="wrap">
        <Typography tag="h4" fontWeight="bold" textColor="neutral800">
          {field}
        </Typography>
        <Badge>{text('keepsake.diff.derived')}</Badge>
        <Typography variant="pi" textColor="neutral600">
          {text('keepsake.diff.derivedFrom', { owner: `${ownedBy.uid}.${ownedBy.field}` })}
        </Typography>
      </Flex>
      {items === null && (
        <Typography tag="p" textColor="neutral600">
          {text('keepsake.diff.derivedTooMany')}
        </Typography>
      )}
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {shown.map(({ kind, owner, label }) => (
          <Flex
            tag="li"
            key={[owner.documentId, owner.locale, owner.status, kind].join(' ')}
            gap={2}
            wrap="wrap"
            alignItems="baseline"
          >
            <KindBadge kind={kind} />
            <LinkName kind={kind} label={label} target={owner} />
            <Typography variant="pi" textColor="neutral600">
              {[owner.locale, owner.status && text(`keepsake.status.${owner.status}`)]
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          </Flex>
        ))}
      </Flex>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </Box>
  );
}
