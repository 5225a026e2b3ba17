import { Flex, Typography } from '@strapi/design-system';
import type { ComponentDiff, ComponentsDiff, FieldDiff } from '../../../../shared/contracts/diffs';
import { useText } from '../../hooks/useText';
import { BlockChanges } from './BlockChanges';
import { JsonChanges } from './JsonChanges';
import { LinkChanges } from './LinkChanges';
import { ListChanges } from './ListChanges';
import { Nested } from './Nested';
import { FieldList } from './PlainValue';
import { Sides } from './Sides';
import { TextParts } from './TextParts';
import { ValueSides } from './ValueSides';

/** How one field changed, each kind in its manner. */
export function FieldChange({ diff }: { diff: FieldDiff }) {
  const text = useText();
  switch (diff.kind) {
    case 'value':
      if (!diff.hidden) return <ValueSides {...diff} />;
      return (
        <Typography tag="p" textColor="neutral600">
          {text('keepsake.diff.hidden')}
        </Typography>
      );
    case 'text':
      return <TextParts parts={diff.parts} />;
    case 'json':
      return <JsonChanges change={diff.change} />;
    case 'blocks':
      return <BlockChanges diff={diff} />;
    case 'links':
      return <LinkChanges diff={diff} />;
    case 'component':
      return <OneComponent diff={diff} />;
    case 'components':
      return <Components diff={diff} />;
  }
}

function OneComponent({ diff: { change } }: { diff: ComponentDiff }) {
  if (change.kind === 'changed') return <NestedFields fields={change.fields} />;
  const isAdded = change.kind === 'added';
  const fields = <FieldList value={change.value} mark={change.kind} />;
  return <Sides before={isAdded ? null : fields} after={isAdded ? fields : null} />;
}

/** A repeatable component or a dynamic zone. */
function Components({ diff: { list, zone } }: { diff: ComponentsDiff }) {
  return (
    <ListChanges
      list={list}
      renderValue={({ component, value }, mark) => (
        <>
          {zone && <ComponentName uid={component} />}
          <FieldList value={value} mark={mark} />
        </>
      )}
      renderChange={({ component, fields }) => (
        <>
          {zone && <ComponentName uid={component} />}
          <NestedFields fields={fields} />
        </>
      )}
    />
  );
}

function ComponentName({ uid }: { uid: string }) {
  return (
    <Typography tag="p" variant="pi" textColor="neutral600" paddingBottom={2}>
      {uid}
    </Typography>
  );
}

function NestedFields({ fields }: { fields: FieldDiff[] }) {
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {fields.map((field) => (
        <div key={field.field}>
          <Typography tag="p" variant="pi" fontWeight="semiBold" textColor="neutral700">
            {field.field}
          </Typography>
          <Nested>
            <FieldChange diff={field} />
          </Nested>
        </div>
      ))}
    </Flex>
  );
}
