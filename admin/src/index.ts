import type { PluginDefinition } from '@strapi/strapi/admin';
import { PluginIcon } from './components/PluginIcon';
import type { TextId } from './hooks/useText';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';

/** Typed by the English texts, so that a translation with a missing text does not compile. */
const translations: Record<string, () => Promise<{ default: Record<TextId, string> }>> = {
  de: () => import('./translations/de.json'),
  en: () => import('./translations/en.json'),
};

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
      permissions: [PERMISSIONS.read],
      Component: () => import('./pages/App'),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: 'Keepsake' });
  },
  registerTrads({ locales }) {
    return Promise.all(locales.map(loadTranslation));
  },
};

export default plugin;
