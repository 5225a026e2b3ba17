import { Searchbar } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../hooks/useText';

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (search: string) => void;
}

/** Typing is over when nothing came for so long. */
const TYPING_MS = 250;

/** A search that is made once typing is over. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const text = useText();
  const [typed, setTyped] = useState(value);
  const latest = useRef(onChange);

  useEffect(() => {
    latest.current = onChange;
  });

  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => latest.current(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);

  return (
    <Searchbar
      name="search"
      size="S"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onClear={() => setTyped('')}
      clearLabel={text('keepsake.action.clear')}
      placeholder={label}
    >
      {label}
    </Searchbar>
  );
}
