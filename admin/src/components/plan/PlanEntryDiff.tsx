import { Checkbox, Flex, Loader, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { RestorePlanItem } from '../../../../shared/contracts/restores';
import { DiffLookContext, type DiffLook } from '../../hooks/useDiffLook';
import { useFailureText } from '../../hooks/useFailureText';
import type { PlanTicks } from '../../hooks/usePlanTicks';
import { useText } from '../../hooks/useText';
import { useHistoryEntryQuery } from '../../services/history';
import { reverseFields } from '../../services/reverseFields';
import { LookBar } from '../compare/LookBar';
import { EntryFields } from '../diff/EntryFields';

interface PlanEntryDiffProps {
  /** documentId of the backup or version. */
  snapshotId: string;
  item: RestorePlanItem;
  ticks: PlanTicks;
}

const KINDS = { added: 'removed', removed: 'added', changed: 'changed' } as const;
/** Written by Strapi itself: never restored alone. */
const STAMPS = ['createdAt', 'updatedAt', 'publishedAt'];

/** What the restore would do to one entry: from how it is now to how it was. */
export function PlanEntryDiff({ snapshotId, item, ticks: { ticked, toggle } }: PlanEntryDiffProps) {
  const text = useText();
  const failureText = useFailureText();
  const [look, setLook] = useState<DiffLook>({ view: 'inline', onlyChanged: true });
  const { uid, documentId, locale, status } = item;
  const { currentData, error } = useHistoryEntryQuery(
    {
      contentType: uid,
      documentId,
      locale: locale ?? undefined,
      status: status ?? undefined,
      before: snapshotId,
      after: 'live',
    },
    { refetchOnMountOrArgChange: true },
  );
  if (error) {
    return (
      <Typography tag="p" textColor="neutral600" role="alert">
        {failureText(error)}
      </Typography>
    );
  }
  if (!currentData) return <Loader small>{text('keepsake.loading')}</Loader>;
  const { kind } = currentData;
  if (kind === null) {
    return (
      <Typography tag="p" textColor="neutral600">
        {text('keepsake.history.same')}
      </Typography>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('keepsake.ticks.nowToThen')}
        </Typography>
        <LookBar look={look} onChange={(change) => setLook({ ...look, ...change })} />
      </Flex>
      <DiffLookContext.Provider value={look}>
        <EntryFields
          entry={{ ...currentData, kind: KINDS[kind], fields: reverseFields(currentData.fields) }}
          fieldAction={({ field }) =>
            kind === 'changed' &&
            !STAMPS.includes(field) && (
              <Checkbox
                checked={ticked.fields.includes(field)}
                onCheckedChange={() => toggle('fields', field)}
              >
                {text('keepsake.ticks.field')}
              </Checkbox>
            )
          }
        />
      </DiffLookContext.Provider>
    </Flex>
  );
}
