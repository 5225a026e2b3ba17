import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { HistoryItem } from '../../../../shared/contracts/history';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useFormatRelativeTime } from '../../hooks/useFormatRelativeTime';
import { useSnapshotName } from '../../hooks/useSnapshotName';
import { useText } from '../../hooks/useText';

const Row = styled.button`
  display: block;
  width: 100%;
  padding: ${({ theme }) => theme.spaces[2]};
  text-align: left;
  cursor: pointer;
  border-radius: ${({ theme }) => theme.borderRadius};

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

/** One snapshot of the history: when, which, what happened, and who did it. */
export function HistoryButton({
  item: { snapshot, records },
  onClick,
}: {
  item: HistoryItem;
  onClick: () => void;
}) {
  const text = useText();
  const nameOf = useSnapshotName();
  const relativeTime = useFormatRelativeTime();
  const dateTime = useFormatDateTime();
  const [record] = records;
  const isLive = records.length > 0 && records.every((one) => one.isLive);
  const who = record?.updatedBy ?? null;
  return (
    <Row type="button" onClick={onClick}>
      <Typography tag="p" fontWeight="semiBold" textColor="neutral800" ellipsis>
        {nameOf(snapshot)}
      </Typography>
      <Typography tag="p" variant="pi" textColor="neutral600" title={dateTime(snapshot.createdAt)}>
        {[
          relativeTime(snapshot.createdAt),
          record && text(`keepsake.diffKind.${record.kind}`),
          who && text('keepsake.history.by', { name: who }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      {isLive && (
        <Typography tag="p" variant="pi" fontWeight="semiBold" textColor="success600">
          {text('keepsake.history.isLive')}
        </Typography>
      )}
    </Row>
  );
}
