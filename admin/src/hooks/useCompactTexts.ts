import type { JobResult } from '../../../shared/contracts/jobs';
import { useFormatBytes } from './useFormatBytes';
import { useFormatDateTime } from './useFormatDateTime';
import { useText } from './useText';

type Compacted = NonNullable<JobResult['compacted']>;

/** What a clean-up freed, or would free. */
export function useCompactTexts(compacted: Compacted | null): { title: string; details: (string | false)[] } {
  const text = useText();
  const formatBytes = useFormatBytes();
  const dateTime = useFormatDateTime();
  if (!compacted) return { title: '', details: [] };
  const { dryRun, objects, bytes, rewritten, copiedBytes, waiting } = compacted;
  const values = { count: objects, size: formatBytes(bytes) };
  return {
    title: text(dryRun ? 'keepsake.compact.would' : 'keepsake.compact.did', values),
    details: [
      rewritten > 0 &&
        text(dryRun ? 'keepsake.compact.wouldRewrite' : 'keepsake.compact.didRewrite', {
          count: rewritten,
          size: formatBytes(copiedBytes),
        }),
      waiting.until !== null &&
        text('keepsake.compact.waiting', {
          size: formatBytes(waiting.bytes),
          date: dateTime(waiting.until),
        }),
    ],
  };
}
