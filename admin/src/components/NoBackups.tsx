import { EmptyStateLayout } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import type { ReactNode } from 'react';
import { useText } from '../hooks/useText';

export function NoBackups({ action }: { action: ReactNode }) {
  const text = useText();
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={text('keepsake.list.empty')}
      action={action}
      hasRadius
      shadow="tableShadow"
    />
  );
}
