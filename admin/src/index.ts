import { Archive } from '@strapi/icons';
import type { PluginDefinition } from '@strapi/strapi/admin';
import { ExportEntriesAction } from './components/ExportEntriesAction';
import { ExportListButton } from './components/ExportListButton';
import { EntryHistoryPanel } from './components/history/EntryHistoryPanel';
import { PluginIcon } from './components/PluginIcon';
import type { TextId } from './hooks/useText';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';

/** Typed by the English texts, so that a translation with a missing text does not compile. */
const translations: Record<string, () => Promise<{ default: Record<TextId, string> }>> = {
  de: () => import('./translations/de.json'),
  en: () => import('./translations/en.json'),
};

/** What is used of them; their own types are not exported. */
interface ContentManagerApis {
  addBulkAction(add: (actions: unknown[]) => unknown[]): void;
  addEditViewSidePanel(add: (panels: unknown[]) => unknown[]): void;
}

async function loadTranslation(locale: string) {
  const translation = await translations[locale]?.();
  return { locale, data: translation?.default ?? {} };
}

const plugin: PluginDefinition = {
  register(app) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: PluginIcon,
      intlLabel: { id: 'keepsake.plugin.name', defaultMessage: 'Keepsake' },
      permissions: [PERMISSIONS.read, PERMISSIONS.export],
      Component: () => import('./pages/App'),
    });
    app.widgets.register({
      pluginId: PLUGIN_ID,
      id: 'state',
      icon: Archive,
      title: { id: 'keepsake.widget.title', defaultMessage: 'Backups' },
      link: {
        label: { id: 'keepsake.widget.link', defaultMessage: 'Open Keepsake' },
        href: `/plugins/${PLUGIN_ID}`,
      },
      component: async () => (await import('./components/HomeWidget')).HomeWidget,
      permissions: [PERMISSIONS.read],
    });
    app.registerPlugin({ id: PLUGIN_ID, name: 'Keepsake' });
  },
  bootstrap(app) {
    const contentManager = app.getPlugin('content-manager');
    const { addBulkAction, addEditViewSidePanel } = contentManager.apis as Partial<ContentManagerApis>;
    addBulkAction?.((actions) => [...actions, ExportEntriesAction]);
    addEditViewSidePanel?.((panels) => [...panels, EntryHistoryPanel]);
    contentManager.injectComponent('listView', 'actions', {
      name: `${PLUGIN_ID}-export-list`,
      Component: ExportListButton,
    });
  },
  registerTrads({ locales }) {
    return Promise.all(locales.map(loadTranslation));
  },
};

export default plugin;

export { ExportManager } from './components/ExportManager';
export type { ExportManagerProps } from './components/ExportManager';
