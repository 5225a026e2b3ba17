import type { Core } from '@strapi/strapi';

import type { Grant } from '../../core/formats/export-schema';
import { FILE_UID } from '../../core/media/media-of-record';
import type { Ability, Asker, Rule } from './asker';

const READ_CONTENT = 'plugin::content-manager.explorer.read';
const READ_LIBRARY = 'plugin::upload.read';

interface PermissionService {
  actionProvider: { unstable_aliases(action: string, subject: string): string[] };
  createPermissionsManager(options: { ability: Ability; model: string }): {
    getQuery(action: string): object | null;
  };
}

/**
 * What somebody may read of a content type: null for all of it, an empty list for nothing. The rules are those of the
 * content manager and the media library, their fields, locales and conditions; the rows that a condition names are
 * looked up now, since the thread that reads knows neither roles nor conditions.
 */
export async function readingRights(strapi: Core.Strapi, asker: Asker, uid: string): Promise<Grant[] | null> {
  const { ability } = asker;
  if (ability === null) return null;
  const action = uid === FILE_UID ? READ_LIBRARY : READ_CONTENT;
  const permissions = strapi.service('admin::permission') as unknown as PermissionService;
  const actions = [action, ...permissions.actionProvider.unstable_aliases(action, uid)];
  const rules = actions.flatMap((one) => ability.rulesFor(one, uid));
  // Strapi's roles only ever give. What takes away again is nothing that could be told apart here.
  if (rules.some(({ inverted }) => inverted)) return [];
  const grants: Grant[] = [];
  for (const group of byFields(rules)) {
    const named = group[0]?.fields ?? null;
    const paths = named && [...named, ...invisibleFields(strapi, uid)];
    const rowIds = await rowsOf(strapi, permissions, uid, action, group);
    if (paths === null && rowIds === null) return null;
    grants.push({ paths, rowIds });
  }
  return grants;
}

/** Fields that no editor ever sees are in no right; Strapi shows them to who may read the entry. */
function invisibleFields(strapi: Core.Strapi, uid: string): string[] {
  const { attributes } = strapi.getModel(uid as never) as unknown as {
    attributes: Record<string, { visible?: boolean }>;
  };
  return Object.keys(attributes).filter((name) => attributes[name]?.visible === false);
}

function byFields(rules: Rule[]): Rule[][] {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const key = JSON.stringify(rule.fields ?? null);
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()];
}

async function rowsOf(
  strapi: Core.Strapi,
  permissions: PermissionService,
  uid: string,
  action: string,
  rules: Rule[],
): Promise<number[] | null> {
  if (rules.some(({ conditions }) => !conditions || Object.keys(conditions).length === 0)) return null;
  // Strapi's own translation of conditions into a query, for just these rules.
  const ability: Ability = { rulesFor: () => rules };
  const where = permissions.createPermissionsManager({ ability, model: uid }).getQuery(action);
  if (where === null) return [];
  const rows = (await strapi.db.query(uid as never).findMany({ where, select: ['id'] } as never)) as {
    id: number;
  }[];
  return [...new Set(rows.map(({ id }) => Number(id)))].sort((a, b) => a - b);
}
