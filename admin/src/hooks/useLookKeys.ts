import { useEffect, useRef } from 'react';
import { isTyping } from '../services/isTyping';
import type { DiffLook } from './useDiffLook';

/** v changes between side by side and inline, u shows or hides what is equal. */
export function useLookKeys(look: DiffLook, onChange: (change: Partial<DiffLook>) => void): void {
  const latest = useRef({ look, onChange });
  useEffect(() => {
    latest.current = { look, onChange };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const now = latest.current;
      if (event.key === 'v') now.onChange({ view: now.look.view === 'side' ? 'inline' : 'side' });
      if (event.key === 'u') now.onChange({ onlyChanged: !now.look.onlyChanged });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
