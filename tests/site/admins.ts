import request from 'supertest';

import type { Site } from './open-site';

const PASSWORD = 'Password-123';

const ALL_PROJECTS = 'plugin::keepsake.projects.all';

/**
 * An admin of a role of its own that has just these permissions, and those of `content`; gives back its bearer token.
 * Who has any of Keepsake's sees every project.
 */
export async function adminWith(site: Site, actions: string[], content: object[] = []): Promise<string> {
  const isOfKeepsake = actions.some((action) => action.startsWith('plugin::keepsake.'));
  const name = `role ${actions.join(' ') || 'without rights'}${' and content'.repeat(content.length)}`;
  return adminNamed(site, name, isOfKeepsake ? [...actions, ALL_PROJECTS] : actions, content);
}

/** The same, of one who sees only the projects whose members list them, which are these. */
export async function memberWith(
  site: Site,
  name: string,
  actions: string[],
  projects: string[],
): Promise<string> {
  const token = await adminNamed(site, name, actions, []);
  const { documentId } = (await site.strapi.db
    .query('admin::user')
    .findOne({ where: { email: emailOf(name) } })) as { documentId: string };
  for (const project of projects) {
    const others = await site.service('projects').members(project);
    const member = { kind: 'admin', holder: documentId, role: 'member' } as const;
    await site.service('projects').setMembers(project, [...others, member]);
  }
  return token;
}

async function adminNamed(site: Site, name: string, actions: string[], content: object[]): Promise<string> {
  const role = (await site.strapi.service('admin::role').create({ name, description: name })) as {
    id: number;
  };
  await site.strapi
    .service('admin::role')
    .assignPermissions(role.id, [
      ...actions.map((action) => ({ action, subject: null, conditions: [], properties: {} })),
      ...content,
    ]);
  return login(site, [role.id], emailOf(name));
}

function emailOf(name: string): string {
  return `${name.replace(/[^a-z]+/g, '-')}@example.com`;
}

export async function superAdmin(site: Site): Promise<string> {
  const role = (await site.strapi.service('admin::role').getSuperAdmin()) as { id: number };
  return login(site, [role.id], 'super@example.com');
}

async function login(site: Site, roles: number[], email: string): Promise<string> {
  await site.strapi.service('admin::user').create({
    firstname: 'Ada',
    lastname: email,
    email,
    password: PASSWORD,
    isActive: true,
    registrationToken: null,
    roles,
  });
  const answer = await request(site.server).post('/admin/login').send({ email, password: PASSWORD });
  const { data } = answer.body as { data?: { token: string } };
  if (!data) throw new Error(`Login failed: ${answer.status} ${answer.text}`);
  return data.token;
}
