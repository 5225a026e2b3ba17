import { useCallback } from 'react';
import type { SnapshotName } from '../../../shared/contracts/history';
import { useText } from './useText';

type Named = Pick<SnapshotName, 'kind' | 'number' | 'label' | 'note'>;

/** "Version 12 – Before the launch", "Backup – nightly". */
export function useSnapshotName(): (snapshot: Named) => string {
  const text = useText();
  return useCallback(
    ({ kind, number, label, note }) => {
      const said = label ?? note;
      const name =
        kind === 'version'
          ? text('keepsake.version.name', { number: number ?? 0 })
          : text(`keepsake.snapshot.${kind}`);
      return said ? `${name} – ${said}` : name;
    },
    [text],
  );
}
