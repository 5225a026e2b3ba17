import { Field, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useState } from 'react';
import type { StoragePlace } from '../../../../shared/contracts/storage';
import { useText } from '../../hooks/useText';
import { useStatusQuery } from '../../services/status';
import { UsageView } from './UsageView';

const PLACES = ['main', 'cloud'] as const;

/** What takes the room, of one storage at a time where there are two. */
export function UsageTab() {
  const text = useText();
  const { data: status } = useStatusQuery();
  const [place, setPlace] = useState<StoragePlace>('main');
  return (
    <Flex direction="column" alignItems="stretch" gap={6} paddingTop={6}>
      {status?.cloud && (
        <Field.Root width="24rem" maxWidth="100%">
          <Field.Label>{text('keepsake.storage.title')}</Field.Label>
          <SingleSelect value={place} onChange={(chosen) => setPlace(String(chosen) as StoragePlace)}>
            {PLACES.map((one) => (
              <SingleSelectOption key={one} value={one}>
                {text(`keepsake.usage.place.${one}`)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
      )}
      <UsageView place={place} />
    </Flex>
  );
}
