import type { Core } from '@strapi/strapi';

import type { AdminReference } from '../../core/snapshot/record';
import { displayName } from '../activity/who-acts';
import type { NamedUser } from '../activity/who-acts';
import type { DiffViewer } from '../diffs/diff-viewer';

/**
 * What admins are called who changed something. Addresses are no names: without a name, and for an admin who is gone,
 * only who may see private data is told the address.
 */
export function adminNames(
  strapi: Core.Strapi,
  { showsPrivate }: DiffViewer,
): (admin: AdminReference) => Promise<string | null> {
  const known = new Map<string, string | null>();
  return async ({ d, e }) => {
    if (!known.has(d)) known.set(d, await nameOf(d));
    return known.get(d) ?? (showsPrivate ? e || null : null);
  };

  async function nameOf(documentId: string): Promise<string | null> {
    const found = (await strapi.db.query('admin::user').findOne({
      where: { documentId },
      select: ['firstname', 'lastname', 'username'],
    })) as NamedUser | null;
    return found && displayName({ ...found, email: null });
  }
}
