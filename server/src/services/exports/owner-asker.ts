import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { pluginService } from '../plugin-service';
import { holderOf } from '../projects/caller';
import type { Caller } from '../projects/caller';
import { adminAsker } from './admin-asker';
import { COMMAND_LINE } from './asker';
import type { Asker } from './asker';

/** Of what an owner does: any of these scopes lets one do it. */
const SCOPES = {
  export: ['project-exports.create', 'project-exports.bulk'],
  download: ['project-exports.download'],
};
const ALL_PROJECTS = 'plugin::keepsake.projects.all';

interface Scopes {
  name: string | null;
  has(scope: string): boolean;
}

/**
 * Who asked for an export, by the id that its row has, with what they may do and read by now: an admin, an API token
 * (`token:7`) or an end user (`user:<documentId>`). What nobody asked for, the site made itself.
 *
 * @param project Slug; it has to be theirs
 * @throws KeepsakeError `forbidden` for who is gone or may not export the project any more
 */
export async function ownerAsker(
  strapi: Core.Strapi,
  ownerId: string | null,
  project: string,
  does: keyof typeof SCOPES = 'export',
): Promise<Asker> {
  if (ownerId === null) return COMMAND_LINE;
  if (!ownerId.includes(':')) return (await adminAsker(strapi, ownerId, [does], project)) ?? refuse();
  const caller = await callerByOwner(strapi, ownerId);
  if (!caller || !(await mayDo(caller, SCOPES[does]))) return refuse();
  await pluginService(strapi, 'projects').findFor(caller, project);
  const asker = callerAsker(caller);
  return { ...asker, sees: { activity: false, versions: await caller.may('project-versions.find') } };
}

async function mayDo(caller: Caller, scopes: string[]): Promise<boolean> {
  for (const scope of scopes) if (await caller.may(scope)) return true;
  return false;
}

/** An API token (`token:7`) or an end user (`user:<documentId>`) as they are now; null for one that is gone. */
export async function callerByOwner(strapi: Core.Strapi, ownerId: string): Promise<Caller | null> {
  const [kind, holder = ''] = ownerId.split(':');
  const scopes = kind === 'token' ? await tokenScopes(strapi, holder) : await userScopes(strapi, holder);
  if (!scopes) return null;
  return {
    kind: kind === 'token' ? 'token' : 'user',
    holder,
    name: scopes.name,
    seesAll: scopes.has(ALL_PROJECTS),
    may: async (scope) => scopes.has(`plugin::keepsake.${scope}`),
  };
}

/**
 * A token or an end user reads the content of its project without its private fields, and sees the exports of its own
 * alone: an admin's may hold more.
 */
export function callerAsker(caller: Pick<Caller, 'kind' | 'holder' | 'name'>): Asker {
  return {
    id: holderOf(caller),
    name: caller.name,
    isSuperAdmin: false,
    managesOthers: false,
    seesPrivate: false,
    // What its scopes say is asked when the export is made.
    sees: { activity: false, versions: false },
    ability: null,
  };
}

async function tokenScopes(strapi: Core.Strapi, id: string): Promise<Scopes | null> {
  const token = (await strapi.db.query('admin::api-token').findOne({
    where: { id },
    populate: ['permissions'],
  })) as {
    name: string;
    type: string;
    expiresAt: string | null;
    permissions?: { action: string }[];
  } | null;
  if (!token || (token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now())) return null;
  const actions = new Set((token.permissions ?? []).map(({ action }) => action));
  return { name: token.name, has: (scope) => token.type === 'full-access' || actions.has(scope) };
}

async function userScopes(strapi: Core.Strapi, documentId: string): Promise<Scopes | null> {
  const user = (await strapi.db.query('plugin::users-permissions.user' as never).findOne({
    where: { documentId },
    populate: { role: { populate: ['permissions'] } },
  } as never)) as {
    username: string;
    blocked: boolean;
    role?: { permissions?: { action: string }[] } | null;
  } | null;
  if (!user || user.blocked === true) return null;
  const actions = new Set((user.role?.permissions ?? []).map(({ action }) => action));
  return { name: user.username, has: (scope) => actions.has(scope) };
}

function refuse(): never {
  throw new KeepsakeError('forbidden', 'Who asked for this export may not make exports any more.', {
    hint: 'Their account or token is gone, was deactivated, or lost the right "export" of Keepsake.',
  });
}
