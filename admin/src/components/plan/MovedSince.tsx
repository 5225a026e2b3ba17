import { Flex, Typography } from '@strapi/design-system';
import type { RestorePlan } from '../../../../shared/contracts/restores';
import { usePaged } from '../../hooks/usePaged';
import { useText } from '../../hooks/useText';
import { planChanges } from '../../services/planChanges';
import { Banner } from '../Banner';
import { ShowMoreButton } from '../ShowMoreButton';

interface MovedSinceProps {
  seen: Pick<RestorePlan, 'items'>;
  now: RestorePlan;
}

/** What moved between the preview that was confirmed and this one. */
export function MovedSince({ seen, now }: MovedSinceProps) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(planChanges(seen, now));
  return (
    <Banner variant="warning" title={text('keepsake.moved.title')}>
      {shown.length === 0 ? (
        <Typography tag="p" textColor="neutral700">
          {text('keepsake.moved.inside')}
        </Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
          {shown.map(({ item, kind }) => (
            <Typography
              tag="li"
              key={[item.uid, item.documentId, item.locale, item.status].join(' ')}
              textColor="neutral800"
              style={{ overflowWrap: 'anywhere' }}
            >
              {text(`keepsake.moved.${kind}`, {
                name: item.label || item.documentId,
                where: [item.locale, item.status && text(`keepsake.status.${item.status}`)]
                  .filter(Boolean)
                  .join(', '),
                action: text(`keepsake.planAction.${item.action}`),
              })}
            </Typography>
          ))}
        </Flex>
      )}
      <ShowMoreButton rest={rest} onClick={showMore} />
    </Banner>
  );
}
