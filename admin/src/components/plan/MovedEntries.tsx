import { Flex, Typography } from '@strapi/design-system';
import type { MovedEntry, RestorePlanItem } from '../../../../shared/contracts/restores';
import { usePaged } from '../../hooks/usePaged';
import { useText } from '../../hooks/useText';
import { CodeText } from '../CodeText';
import { ShowMoreButton } from '../ShowMoreButton';

interface MovedEntriesProps {
  moved: MovedEntry[];
  /** Of the preview that was confirmed: they know what entries are called. */
  seen: RestorePlanItem[];
}

const keyOf = ({ uid, documentId, locale, status }: Omit<MovedEntry, 'kind'>) =>
  [uid, documentId, locale, status].join(' ');

/** The entries for which a restore was refused, and what happened to each since its preview. */
export function MovedEntries({ moved, seen }: MovedEntriesProps) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(moved);
  const labels = new Map(seen.map((item) => [keyOf(item), item.label]));
  return (
    <>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
        {shown.map((entry) => (
          <Flex tag="li" key={keyOf(entry)} gap={2} wrap="wrap" alignItems="baseline">
            <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
              {entry.documentId === null ? (
                text('keepsake.stale.type')
              ) : (
                <>
                  {labels.get(keyOf(entry)) || <CodeText>{entry.documentId}</CodeText>}
                  {`: ${text(`keepsake.stale.${entry.kind}`)}`}
                </>
              )}
            </Typography>
            <Typography variant="pi" textColor="neutral600">
              {[entry.uid, entry.locale, entry.status && text(`keepsake.status.${entry.status}`)]
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          </Flex>
        ))}
      </Flex>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </>
  );
}
