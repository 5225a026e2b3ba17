import { useCallback } from 'react';
import { useIntl, type PrimitiveType } from 'react-intl';
import type { HealthCheck } from '../../../shared/contracts/health';
import { useFormatBytes } from './useFormatBytes';
import { useFormatSpan } from './useFormatSpan';

/** What a check found and what to do, in the language of the panel; what has no translation, as the server says it. */
export function useHealthText(): (check: HealthCheck) => { message: string; advice: string } {
  const { formatMessage, messages } = useIntl();
  const bytes = useFormatBytes();
  const span = useFormatSpan();
  return useCallback(
    ({ code, message, advice, values }) => {
      const shown: Record<string, PrimitiveType> = {};
      for (const [name, value] of Object.entries(values)) {
        if (name.endsWith('Seconds')) shown[name] = span(Number(value));
        else shown[name] = name.endsWith('Bytes') ? bytes(Number(value)) : value;
      }
      const translated = (id: string, fallback: string) =>
        id in messages ? formatMessage({ id }, shown) : fallback;
      return {
        message: translated(`keepsake.health.text.${code}`, message),
        advice: advice && translated(`keepsake.health.advice.${code}`, advice),
      };
    },
    [formatMessage, messages, bytes, span],
  );
}
