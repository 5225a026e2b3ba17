import {
  Button,
  Field,
  Flex,
  Grid,
  IconButton,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import { useState } from 'react';
import type { CompareAddress } from '../../hooks/useCompareAddress';
import type { SnapshotChoice } from '../../hooks/useSnapshots';
import { useText } from '../../hooks/useText';
import { Card } from '../Card';

interface SnapshotPickerProps {
  choices: SnapshotChoice[];
  address: CompareAddress;
  isBusy: boolean;
  onCompare: (before: string, after: string) => void;
}

const LIVE = 'live';

/** Which two. The live content can only be the later one. */
export function SnapshotPicker({ choices, address, isBusy, onCompare }: SnapshotPickerProps) {
  const text = useText();
  const [before, setBefore] = useState(address.before ?? choices[0]?.id ?? null);
  const [after, setAfter] = useState(address.after ?? LIVE);
  const later = [{ id: LIVE, name: text('keepsake.compare.live') }, ...choices];
  const canSwap = before !== null && after !== LIVE;
  const canCompare = before !== null && before !== after;

  return (
    <Card>
      <Grid.Root gap={4} tag="form" onSubmit={(event) => event.preventDefault()}>
        <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
          <Side
            label={text('keepsake.compare.before')}
            choices={known(choices, before, text)}
            value={before}
            onChange={setBefore}
          />
        </Grid.Item>
        <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
          <Side
            label={text('keepsake.compare.after')}
            choices={known(later, after, text)}
            value={after}
            onChange={setAfter}
          />
        </Grid.Item>
        <Grid.Item col={2} s={12} xs={12} alignItems="flex-end" justifyContent="flex-end">
          <Flex gap={2} alignItems="center">
            <IconButton
              type="button"
              label={text('keepsake.compare.swap')}
              disabled={!canSwap}
              onClick={() => {
                setBefore(after);
                setAfter(before ?? LIVE);
              }}
            >
              <ArrowsCounterClockwise />
            </IconButton>
            <Button
              type="button"
              size="L"
              disabled={!canCompare}
              loading={isBusy}
              onClick={() => before !== null && onCompare(before, after)}
            >
              {text('keepsake.compare.submit')}
            </Button>
          </Flex>
        </Grid.Item>
      </Grid.Root>
    </Card>
  );
}

/** One that a link named, and that is too old to be offered, stands there under its id. */
function known(
  choices: SnapshotChoice[],
  id: string | null,
  text: ReturnType<typeof useText>,
): SnapshotChoice[] {
  if (id === null || choices.some((choice) => choice.id === id)) return choices;
  return [...choices, { id, name: text('keepsake.compare.byId', { id }) }];
}

interface SideProps {
  label: string;
  choices: SnapshotChoice[];
  value: string | null;
  onChange: (id: string) => void;
}

function Side({ label, choices, value, onChange }: SideProps) {
  return (
    <Field.Root>
      <Field.Label>{label}</Field.Label>
      <SingleSelect value={value} onChange={(id) => onChange(String(id))}>
        {choices.map(({ id, name }) => (
          <SingleSelectOption key={id} value={id}>
            {name}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
