import { useCallback } from 'react';
import type { Template } from '../../../shared/contracts/templates';
import { useText } from './useText';

/** The ready templates in the reader's language, the others as somebody named them. */
export function useTemplateName() {
  const text = useText();
  const nameOf = useCallback(
    ({ ready, name }: Template) => (ready ? text(`keepsake.ready.${ready}`) : name),
    [text],
  );
  const describe = useCallback(
    ({ ready, description }: Template) => (ready ? text(`keepsake.ready.${ready}.explanation`) : description),
    [text],
  );
  return { nameOf, describe };
}
