import { useStatusQuery } from '../services/status';
import { useFormatBytes } from './useFormatBytes';
import { useText } from './useText';

/** How much is kept, where, and whether it is encrypted; a general sentence until that is known. */
export function useStorageText(): string {
  const text = useText();
  const formatBytes = useFormatBytes();
  const { data: status } = useStatusQuery();
  if (!status?.ready) return text('keepsake.list.subtitle');
  const { storage, storedBytes, backups, encryption } = status;
  return [
    text('keepsake.list.summary', { count: backups, size: formatBytes(storedBytes) }),
    text('keepsake.list.storage', { provider: storage.provider, location: storage.location }),
    text(`keepsake.encryption.${encryption}`),
  ].join(' · ');
}
