import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { PLUGIN_ID } from '../../plugin-id';
import type { Caller } from '../../services/projects/caller';

/** What Strapi's authentication of the content API leaves on a request. */
interface Auth {
  strategy: { name: string };
  credentials: { id: number | string; documentId?: string; name?: string; username?: string } | null;
}

/** Who asks. A visitor without a login, whose role may have been given a scope all the same, is nobody's member. */
export async function callerOf(strapi: Core.Strapi, ctx: Context): Promise<Caller> {
  const { strategy, credentials } = ctx.state.auth as Auth;
  const may = async (scope: string) => {
    try {
      await strapi.get('auth').verify(ctx.state.auth, { scope: [`plugin::${PLUGIN_ID}.${scope}`] });
      return true;
    } catch {
      // Strapi says no by throwing.
      return false;
    }
  };
  const isToken = strategy.name !== 'users-permissions';
  const holder = isToken ? credentials?.id : credentials?.documentId;
  return {
    kind: isToken ? 'token' : 'user',
    holder: String(holder ?? ''),
    name: credentials?.name ?? credentials?.username ?? null,
    seesAll: credentials !== null && (await may('projects.all')),
    may,
  };
}
