import { BackButton, Layouts } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import type { BackupDetails } from '../../../shared/contracts/backups';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { paths } from '../paths';

interface RestoreHeaderProps {
  backup: BackupDetails;
  primaryAction?: ReactNode;
}

export function RestoreHeader({ backup, primaryAction }: RestoreHeaderProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const date = text('keepsake.restore.subtitle', { date: dateTime(backup.createdAt) });
  return (
    <Layouts.Header
      title={text('keepsake.restore.title')}
      subtitle={backup.note ? `${date} · ${backup.note}` : date}
      navigationAction={<BackButton fallback={paths.backup(backup.documentId)} />}
      primaryAction={primaryAction}
    />
  );
}
