import { createHmac } from 'node:crypto';

import request from 'supertest';

import type { MemberKind, MemberRole } from '../../shared/contracts/projects';
import type { Site } from './open-site';

const PASSWORD = 'Password-123';

export interface ApiToken {
  id: number;
  accessKey: string;
}

/** An API token of the content API. */
export async function apiToken(
  site: Site,
  name: string,
  type: 'custom' | 'full-access' | 'read-only',
  scopes: string[] = [],
): Promise<ApiToken> {
  return (await site.strapi.service('admin::api-token-content-api').create({
    kind: 'content-api',
    name,
    description: '',
    type,
    lifespan: null,
    permissions: type === 'custom' ? scopes.map((scope) => `plugin::keepsake.${scope}`) : null,
  })) as ApiToken;
}

/** One whose time is over. */
export async function expiredApiToken(site: Site): Promise<string> {
  const { id, accessKey } = await apiToken(site, 'Expired', 'full-access');
  const data = { expiresAt: new Date(Date.now() - 60_000).toISOString() };
  await site.strapi.db.query('admin::api-token').update({ where: { id }, data });
  return accessKey;
}

export interface EndUser {
  documentId: string;
  /** Id of their role. */
  role: number;
  bearer: string;
}

/** A user of the site whose role, of their own, has just these scopes. */
export async function endUser(site: Site, email: string, scopes: string[]): Promise<EndUser> {
  const roles = site.strapi.db.query('plugin::users-permissions.role');
  const role = (await roles.create({ data: { name: email, type: email.replace(/\W/g, '') } })) as {
    id: number;
  };
  for (const scope of scopes) {
    const data = { action: `plugin::keepsake.${scope}`, role: role.id };
    await site.strapi.db.query('plugin::users-permissions.permission').create({ data });
  }
  const { documentId } = (await site.strapi.service('plugin::users-permissions.user').add({
    username: email,
    email,
    password: PASSWORD,
    provider: 'local',
    confirmed: true,
    role: role.id,
  })) as { documentId: string };
  const login = await request(site.server)
    .post('/api/auth/local')
    .send({ identifier: email, password: PASSWORD });
  return { documentId, role: role.id, bearer: (login.body as { jwt: string }).jwt };
}

/** The same session an hour after its end. */
export function expired(site: Site, token: string, of: 'admin' | 'plugin::users-permissions'): string {
  const secret = site.strapi.config.get<string>(of === 'admin' ? 'admin.auth.secret' : `${of}.jwtSecret`);
  const [header = '', body = ''] = token.split('.');
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  const ended = JSON.stringify({ ...payload, iat: hourAgo - 3600, exp: hourAgo });
  const signed = `${header}.${Buffer.from(ended).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export function wronglySigned(token: string): string {
  return token.replace(/\.[^.]+$/, '.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
}

/** Makes somebody a member of a project, beside those that it has. */
export async function join(
  site: Site,
  project: string,
  kind: MemberKind,
  holder: string,
  role: MemberRole = 'member',
): Promise<void> {
  const projects = site.service('projects');
  const others = await projects.members(project);
  await projects.setMembers(project, [...others, { kind, holder, role }]);
}
