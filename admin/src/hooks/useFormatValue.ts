import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { JsonValue } from '../../../shared/contracts/diffs';
import { blocksText } from '../services/plainText';
import { useText } from './useText';

export interface FormattedValue {
  text: string;
  /** Data rather than words. */
  isCode: boolean;
}

/** A stored value for people, by the type of its attribute; null where there is none. */
export function useFormatValue(): (type: string, value: JsonValue) => FormattedValue | null {
  const text = useText();
  const { formatDate, formatNumber } = useIntl();
  return useCallback(
    (type, value) => {
      const words = (said: string): FormattedValue => ({ text: said, isCode: false });
      if (value === null) return null;
      if (value === '') return words(text('keepsake.diff.emptyText'));
      if (typeof value === 'boolean') return words(text(value ? 'keepsake.diff.yes' : 'keepsake.diff.no'));
      if (typeof value === 'number')
        return words(formatNumber(value, { maximumFractionDigits: 20, useGrouping: false }));
      if (typeof value !== 'string') {
        const blocks = blocksText(value);
        return blocks === null ? { text: JSON.stringify(value, null, 2), isCode: true } : words(blocks);
      }
      if (type === 'date') return words(formatDate(value, { dateStyle: 'long', timeZone: 'UTC' }));
      if (type === 'datetime' || type === 'timestamp')
        return words(formatDate(value, { dateStyle: 'long', timeStyle: 'medium' }));
      return words(value);
    },
    [text, formatDate, formatNumber],
  );
}
