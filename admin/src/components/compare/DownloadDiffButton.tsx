import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { GetDiffEntry, ListDiffEntries, StoredDiff } from '../../../../shared/contracts/diffs';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { collectDiff } from '../../services/collectDiff';
import { useLazyDiffEntriesQuery, useLazyDiffEntryQuery } from '../../services/diffs';
import { saveText } from '../../services/saveText';

type EntriesRequest = ListDiffEntries['request'];
type EntryRequest = GetDiffEntry['request'];

/** Keeps a diff as a JSON file: its counts, and what of it one may see, field by field. */
export function DownloadDiffButton({ diff }: { diff: StoredDiff }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [askEntries] = useLazyDiffEntriesQuery();
  const [askEntry] = useLazyDiffEntryQuery();
  const [share, setShare] = useState<number | null>(null);

  const save = async () => {
    setShare(0);
    try {
      const diffId = diff.documentId;
      const ask = {
        entries: (params: EntriesRequest) => askEntries({ diffId, ...params }).unwrap(),
        entry: (params: EntryRequest) => askEntry({ diffId, ...params }).unwrap(),
      };
      const content = await collectDiff(diff, ask, (done, total) => setShare(done / total));
      saveText(JSON.stringify(content, null, 2), `diff-${diffId}.json`, 'application/json');
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    } finally {
      setShare(null);
    }
  };

  return (
    <Button variant="tertiary" startIcon={<Download />} disabled={share !== null} onClick={save}>
      {share === null
        ? text('keepsake.compare.download')
        : text('keepsake.compare.collecting', { share: Math.floor(share * 100) / 100 })}
    </Button>
  );
}
