import { useCallback } from 'react';
import { readFailure } from '../services/readFailure';
import { useText } from './useText';

/** One sentence or two about a refused call: what happened and, where the server says so, what to do. */
export function useFailureText(): (error: unknown) => string {
  const text = useText();
  return useCallback(
    (error) => {
      const { message, hint } = readFailure(error);
      return [message ?? text('keepsake.failure.unknown'), hint].filter(Boolean).join(' ');
    },
    [text],
  );
}
