import { Fragment } from 'react';
import type { TextPart } from '../../../../shared/contracts/diffs';
import { useDiffLook } from '../../hooks/useDiffLook';
import { foldText } from '../../services/foldText';
import { Deleted, Inserted, Prose } from './Marks';
import { Sides } from './Sides';

interface TextPartsProps {
  parts: TextPart[];
}

/** A text with its changed words marked. Whatever is stored is shown as the text that it is. */
export function TextParts({ parts }: TextPartsProps) {
  const { view, onlyChanged } = useDiffLook();
  const shown = onlyChanged ? foldText(parts) : parts;
  if (view === 'inline') return <Marked parts={shown} />;
  const before = shown.filter(({ kind }) => kind !== 'added');
  const after = shown.filter(({ kind }) => kind !== 'removed');
  return (
    <Sides
      before={before.length > 0 ? <Marked parts={before} /> : null}
      after={after.length > 0 ? <Marked parts={after} /> : null}
    />
  );
}

function Marked({ parts }: TextPartsProps) {
  return (
    <Prose>
      {parts.map(({ kind, text }, index) => {
        if (kind === 'added') return <Inserted key={index}>{text}</Inserted>;
        if (kind === 'removed') return <Deleted key={index}>{text}</Deleted>;
        return <Fragment key={index}>{text}</Fragment>;
      })}
    </Prose>
  );
}
