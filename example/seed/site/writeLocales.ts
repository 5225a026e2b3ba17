import type { Core } from '@strapi/strapi';

interface LocaleService {
  findByCode(code: string): Promise<object | null>;
  create(locale: { code: string; name: string }): Promise<object>;
}

/** English exists since the first boot and is the default; German is added. */
export async function writeLocales(strapi: Core.Strapi): Promise<void> {
  const locales: LocaleService = strapi.plugin('i18n').service('locales');
  if (await locales.findByCode('de')) return;
  await locales.create({ code: 'de', name: 'German (de)' });
}
