import { Flex, Typography } from '@strapi/design-system';
import type { LinksDiff } from '../../../../shared/contracts/diffs';
import { usePaged } from '../../hooks/usePaged';
import { useText } from '../../hooks/useText';
import { ShowMoreButton } from '../ShowMoreButton';
import { KindBadge } from './KindBadge';
import { LinkName } from './LinkName';

/** A relation or media field: whom it names by now, and whom no more. */
export function LinkChanges({ diff }: { diff: LinksDiff }) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(diff.items);
  if (diff.items.length === 0) {
    return (
      <Typography tag="p" textColor="neutral600">
        {text('keepsake.diff.onlyOrder')}
      </Typography>
    );
  }
  return (
    <>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {shown.map((item, index) => (
          <Flex tag="li" key={index} gap={2} wrap="wrap" alignItems="baseline">
            <KindBadge kind={item.kind} />
            <LinkName kind={item.kind} label={item.label} target={item.target} />
            <Typography variant="pi" textColor="neutral600">
              {[item.target.uid, item.target.locale].filter(Boolean).join(' · ')}
            </Typography>
            {item.kind === 'moved' && item.from !== null && item.to !== null && (
              <Typography variant="pi" textColor="neutral600">
                {text('keepsake.diff.fromTo', { from: item.from + 1, to: item.to + 1 })}
              </Typography>
            )}
          </Flex>
        ))}
      </Flex>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </>
  );
}
