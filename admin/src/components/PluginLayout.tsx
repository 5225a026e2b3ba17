import { Layouts } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useNavLinks } from '../hooks/useNavLinks';
import { PluginNav } from './PluginNav';
import { PluginNavBar } from './PluginNavBar';

/**
 * The plugin's pages and its menu. Within `Page.Protect`: before that has seen to
 * it, the rights of the signed-in admin are not there yet, and Strapi's hook does not look at them again.
 */
export function PluginLayout({ children }: { children: ReactNode }) {
  const links = useNavLinks();
  return (
    <Layouts.Root sideNav={<PluginNav links={links} />}>
      <PluginNavBar links={links} />
      {children}
    </Layouts.Root>
  );
}
