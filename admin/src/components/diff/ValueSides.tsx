import type { JsonValue } from '../../../../shared/contracts/diffs';
import { useFormatValue } from '../../hooks/useFormatValue';
import { PlainValue } from './PlainValue';
import { Sides } from './Sides';

interface ValueSidesProps {
  type: string;
  before: JsonValue;
  after: JsonValue;
}

/** A value before and after. */
export function ValueSides({ type, before, after }: ValueSidesProps) {
  const format = useFormatValue();
  // Two instants within one second look the same but in full.
  const isAlike =
    before !== null && after !== null && format(type, before)?.text === format(type, after)?.text;
  const shownAs = isAlike ? 'string' : type;
  return (
    <Sides
      before={before === null ? null : <PlainValue type={shownAs} value={before} mark="removed" />}
      after={after === null ? null : <PlainValue type={shownAs} value={after} mark="added" />}
    />
  );
}
