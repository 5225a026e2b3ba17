import request from 'supertest';

import type { Site } from './open-site';

const PASSWORD = 'Password-123';

/** An admin of a role of its own that has just these permissions, and those of `content`; gives back its bearer token. */
export async function adminWith(site: Site, actions: string[], content: object[] = []): Promise<string> {
  const name = `role ${actions.join(' ') || 'without rights'}${' and content'.repeat(content.length)}`;
  const role = (await site.strapi.service('admin::role').create({ name, description: name })) as {
    id: number;
  };
  await site.strapi
    .service('admin::role')
    .assignPermissions(role.id, [
      ...actions.map((action) => ({ action, subject: null, conditions: [], properties: {} })),
      ...content,
    ]);
  return login(site, [role.id], `${name.replace(/[^a-z]+/g, '-')}@example.com`);
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
