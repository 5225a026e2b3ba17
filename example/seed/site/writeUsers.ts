import type { Core } from '@strapi/strapi';

interface UserService {
  add(user: Record<string, unknown>): Promise<object>;
}

const readers = [
  { username: 'greta', email: 'greta@readers.example', blocked: false },
  { username: 'humphrey', email: 'humphrey@readers.example', blocked: false },
  { username: 'ottokar', email: 'ottokar@readers.example', blocked: true },
] as const;

/** Readers with an account on the site, not users of the admin panel. The password is for the demo only. */
export async function writeUsers(strapi: Core.Strapi): Promise<void> {
  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'authenticated' } });
  if (!role) throw new Error('The role "authenticated" of users-permissions does not exist');

  const users: UserService = strapi.plugin('users-permissions').service('user');
  for (const reader of readers) {
    await users.add({
      ...reader,
      password: 'Reader-demo-1',
      provider: 'local',
      confirmed: true,
      role: role.id,
    });
  }
}
