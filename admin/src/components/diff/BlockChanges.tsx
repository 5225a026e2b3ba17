import { Flex, Typography } from '@strapi/design-system';
import type { BlockChange, BlocksDiff } from '../../../../shared/contracts/diffs';
import { useText } from '../../hooks/useText';
import { blockText } from '../../services/plainText';
import { JsonChanges } from './JsonChanges';
import { ListChanges } from './ListChanges';
import { PlainValue } from './PlainValue';
import { TextParts } from './TextParts';

/** A field of Strapi's blocks editor, block by block. */
export function BlockChanges({ diff }: { diff: BlocksDiff }) {
  return (
    <ListChanges
      list={diff.list}
      renderValue={(value, mark) => {
        const text = blockText(value);
        return <PlainValue type={text === null ? 'json' : 'string'} value={text ?? value} mark={mark} />;
      }}
      renderChange={(change) => <OneBlock change={change} />}
    />
  );
}

function OneBlock({ change: { type, text: parts, change } }: { change: BlockChange }) {
  const text = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {type.before !== type.after && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('keepsake.diff.blockType', { before: type.before, after: type.after })}
        </Typography>
      )}
      {parts.length > 0 ? <TextParts parts={parts} /> : <JsonChanges change={change} />}
    </Flex>
  );
}
