import { Box, Flex, Typography } from '@strapi/design-system';
import type { JsonChange, JsonKeyChange } from '../../../../shared/contracts/diffs';
import { ListChanges } from './ListChanges';
import { Nested } from './Nested';
import { PlainValue } from './PlainValue';
import { TextParts } from './TextParts';
import { ValueSides } from './ValueSides';

/** What changed inside of data, by its structure. */
export function JsonChanges({ change }: { change: JsonChange }) {
  if (change.kind === 'value') return <ValueSides type="json" before={change.before} after={change.after} />;
  if (change.kind === 'text') return <TextParts parts={change.parts} />;
  if (change.kind === 'list') {
    return (
      <ListChanges
        list={change.list}
        renderValue={(value, mark) => <PlainValue type="json" value={value} mark={mark} />}
        renderChange={(inner) => <JsonChanges change={inner} />}
      />
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {change.keys.map((key) => (
        <Box key={key.key}>
          <Typography tag="p" variant="pi" fontWeight="semiBold" textColor="neutral700">
            {key.key}
          </Typography>
          <Nested>
            <KeyChange change={key} />
          </Nested>
        </Box>
      ))}
    </Flex>
  );
}

function KeyChange({ change }: { change: JsonKeyChange }) {
  if (change.kind === 'changed') return <JsonChanges change={change.change} />;
  const isAdded = change.kind === 'added';
  return (
    <ValueSides type="json" before={isAdded ? null : change.value} after={isAdded ? change.value : null} />
  );
}
