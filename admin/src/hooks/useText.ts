import { useCallback } from 'react';
import { useIntl, type PrimitiveType } from 'react-intl';
import type en from '../translations/en.json';

export type TextId = keyof typeof en;
export type Text = (id: TextId, values?: Record<string, PrimitiveType>) => string;

/** `formatMessage` that knows which texts there are. */
export function useText(): Text {
  const { formatMessage } = useIntl();
  return useCallback((id, values) => formatMessage({ id }, values), [formatMessage]);
}
