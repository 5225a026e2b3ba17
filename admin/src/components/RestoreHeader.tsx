import { BackButton, Layouts } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import type { RestoreSource } from '../services/restoreSource';

interface RestoreHeaderProps {
  source: RestoreSource;
  primaryAction?: ReactNode;
}

export function RestoreHeader({ source, primaryAction }: RestoreHeaderProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const { number, label, note, documentId } = source;
  const date = dateTime(source.createdAt);
  const from =
    number === null
      ? text('keepsake.restore.subtitle', { date })
      : text('keepsake.restore.fromVersion', { number, date });
  return (
    <Layouts.Header
      title={text('keepsake.restore.title')}
      subtitle={[from, label, note].filter(Boolean).join(' · ')}
      navigationAction={<BackButton fallback={number === null ? paths.backup(documentId) : paths.versions} />}
      primaryAction={primaryAction}
    />
  );
}
