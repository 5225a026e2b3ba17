import type { Core } from '@strapi/strapi';

interface Finder {
  findConfiguration(model: { uid: string }): Promise<{ settings?: { mainField?: string } }>;
}

/** By uid of a content type: the field that the content manager names its entries by. Not there: none but their ids. */
export async function mainFields(strapi: Core.Strapi, uids: string[]): Promise<Record<string, string>> {
  const finder = strapi.plugin('content-manager').service('content-types') as unknown as Finder;
  const found: Record<string, string> = {};
  for (const uid of uids) {
    const { settings } = await finder.findConfiguration(strapi.getModel(uid as never) as { uid: string });
    const main = settings?.mainField;
    if (main !== undefined && main !== 'id' && main !== 'documentId') found[uid] = main;
  }
  return found;
}
