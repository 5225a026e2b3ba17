import type { Core } from '@strapi/strapi';

/** Filled only by Strapi itself or by nobody here. */
const MAY_BE_EMPTY = /^(admin|strapi|keepsake)_|^transfer_|^upload_ai|^i18n_/;

/** Tables of the zoo without a row. A zoo with empty cages proves nothing. */
export async function emptyTables(strapi: Core.Strapi): Promise<string[]> {
  const empty: string[] = [];
  const tables = [...(strapi.db.metadata as unknown as Map<string, { tableName: string }>).values()];
  for (const { tableName } of tables) {
    if (MAY_BE_EMPTY.test(tableName)) continue;
    const row = (await strapi.db.connection(tableName).first('id')) as object | undefined;
    if (!row) empty.push(tableName);
  }
  return empty.sort();
}
