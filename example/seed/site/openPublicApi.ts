import type { Core } from '@strapi/strapi';

const publicActions = [
  'api::article.article.find',
  'api::article.article.findOne',
  'api::author.author.find',
  'api::author.author.findOne',
  'api::category.category.find',
  'api::category.category.findOne',
  'api::home-page.home-page.find',
  'api::global.global.find',
] as const;

/** Lets anybody read what is published. */
export async function openPublicApi(strapi: Core.Strapi): Promise<void> {
  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'public' }, populate: ['permissions'] });
  if (!role) throw new Error('The role "public" of users-permissions does not exist');

  const granted = new Set((role.permissions as { action: string }[]).map(({ action }) => action));
  for (const action of publicActions) {
    if (granted.has(action)) continue;
    await strapi.db.query('plugin::users-permissions.permission').create({ data: { action, role: role.id } });
  }
}
