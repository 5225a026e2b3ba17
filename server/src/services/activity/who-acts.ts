import { userInfo } from 'node:os';

import type { Core } from '@strapi/strapi';

import type { Actor } from '../../../../shared/contracts/activity';
import { currentRole } from '../../role';

interface RequestContext {
  ip?: string;
  state?: {
    user?: NamedUser & { id?: number };
    auth?: { strategy?: { name?: string }; credentials?: { id?: number; name?: string } };
  };
}

/**
 * Who is behind what happens now: who sent the request that this process answers, else the account of the command line,
 * else the site itself. The context of the request follows its calls, so that nobody has to hand it down.
 */
export function whoActs(strapi: Core.Strapi): Actor {
  const ctx = strapi.requestContext.get() as RequestContext | undefined;
  if (ctx?.state) return ofRequest(ctx);
  if (currentRole() === 'cli') return { kind: 'cli', id: null, name: accountName(), ip: null };
  return { kind: 'system', id: null, name: null, ip: null };
}

function ofRequest({ ip = undefined, state = {} }: RequestContext): Actor {
  const from = { ip: ip ?? null };
  const { user, auth } = state;
  const strategy = auth?.strategy?.name;
  if (strategy === 'api-token' || strategy === 'content-api-token') {
    const { id, name = null } = auth?.credentials ?? {};
    return { kind: 'token', id: idOf(id), name, ...from };
  }
  if (!user) return { kind: 'link', id: null, name: null, ...from };
  const kind = strategy === 'users-permissions' ? 'user' : 'admin';
  return { kind, id: idOf(user.id), name: displayName(user), ...from };
}

export interface NamedUser {
  firstname?: string | null;
  lastname?: string | null;
  username?: string | null;
  email?: string | null;
}

/** Of an admin or end user. */
export function displayName({ firstname, lastname, username, email }: NamedUser): string | null {
  return [firstname, lastname].filter(Boolean).join(' ') || username || email || null;
}

function idOf(id: number | undefined): string | null {
  return id === undefined ? null : String(id);
}

/** A container may have a number and no name. */
function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
