import { Page } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { paths } from '../paths';
import { PERMISSIONS } from '../permissions';

/** Exports are for who may make them, everything else for who may see backups; one right is enough to be here. */
export function PageGuard({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  if (pathname === paths.home) return children;
  const isOfExports = pathname.startsWith(paths.exports);
  const needed = isOfExports ? PERMISSIONS.export : PERMISSIONS.read;
  return (
    <Page.Protect key={needed.action} permissions={[needed]}>
      {children}
    </Page.Protect>
  );
}
