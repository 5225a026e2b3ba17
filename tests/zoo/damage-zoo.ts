import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import type { ZooSite } from './zoo-site';

interface Documents {
  findMany(request: object): Promise<{ documentId: string; id: number }[]>;
  create(request: object): Promise<{ documentId: string }>;
  update(request: object): Promise<unknown>;
  delete(request: object): Promise<unknown>;
  publish(request: object): Promise<unknown>;
  unpublish(request: object): Promise<unknown>;
}

/** Breaks the zoo in as many ways as there are: as an editor, and past Strapi in the database and on the disk. */
export async function damageZoo(site: ZooSite): Promise<void> {
  await damageAsEditor(site.strapi);
  await damageBySql(site.strapi);
  damageFiles(site.uploads);
}

async function damageAsEditor(strapi: Core.Strapi): Promise<void> {
  const on = (name: string) => strapi.documents(`api::${name}.${name}` as never) as unknown as Documents;
  const [first, second, third] = await on('hub').findMany({ sort: 'id' });
  const [a, b, c] = await on('target').findMany({ sort: 'id' });
  // Takes from others what only one may have.
  await on('hub').update({
    documentId: third!.documentId,
    data: {
      oneTwoWay: a!.documentId,
      manyOwned: [c!.documentId, b!.documentId],
      twin: second!.documentId,
      friends: [],
    },
  });
  await on('hub').publish({ documentId: third!.documentId });
  await on('hub').update({
    documentId: first!.documentId,
    data: {
      manyTwoWay: [c!.documentId, b!.documentId],
      subject: null,
      subjects: [],
      album: [],
      parent: null,
    },
  });
  await on('hub').unpublish({ documentId: second!.documentId });
  await on('target').delete({ documentId: b!.documentId });
  const assemblies = await on('assembly').findMany({ locale: 'en', sort: 'id' });
  await on('assembly').update({
    documentId: assemblies[0]!.documentId,
    locale: 'en',
    data: { zone: [{ __component: 'zoo.first', title: 'new' }], single: null, values: null, otherZone: [] },
  });
  await on('assembly').delete({ documentId: assemblies[0]!.documentId, locale: 'fr' });
  await on('assembly').create({ locale: 'en', data: { title: 'added', many: [{ title: 'added' }] } });
  const [preference] = await on('preference').findMany({ locale: 'en' });
  await on('preference').delete({ documentId: preference!.documentId, locale: '*' });
  await on('preference').create({ locale: 'fr', data: { title: 'Une autre', zone: [] } });
}

async function damageBySql(strapi: Core.Strapi): Promise<void> {
  const db = strapi.db.connection;
  const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
  for (const uid of [
    'api::plain.plain',
    'api::leaf.leaf',
    'api::long.long',
    'api::mixed.mixed',
    'zoo.fourth',
  ])
    await db(tableOf(uid)).delete();
  await db(tableOf('api::scalar.scalar')).update({
    line: 'all the same',
    anything: null,
    moment: null,
    yes: null,
    big: 1,
  });
  await db(tableOf('zoo.second')).where('id', '<', 4).delete();
  await db(`${tableOf('zoo.first')}_cmps`).update({ order: 1 });
  await db('hubs_friends_lnk').delete();
  await db('up_users').where({ username: 'ada' }).delete();
  await db('up_users').update({ email: db.raw(`lower('CHANGED@example.com')`) as never });
  await db('up_permissions').where('id', '<', 5).delete();
  await db('i18n_locale').where({ code: 'ar' }).delete();
  await db('strapi_core_store_settings')
    .where('key', 'like', 'plugin_content_manager_configuration_components%')
    .delete();
  const [folder] = (await db('upload_folders').orderBy('id').limit(1)) as { id: number }[];
  await db('upload_folders').where({ id: folder!.id }).delete();
  const files = (await db('files').orderBy('id')) as { id: number }[];
  await db('files').where({ id: files[0]!.id }).delete();
  await db('files').where({ id: files[1]!.id }).update({ name: 'renamed', alternative_text: null });
}

/** One file gone, one with other bytes of the same length, one that grew. */
function damageFiles(uploads: string): void {
  const [gone, changed, grown] = readdirSync(uploads)
    .filter((name) => name !== '.gitkeep')
    .sort();
  rmSync(join(uploads, gone!));
  writeFileSync(join(uploads, changed!), 'other bytes');
  writeFileSync(join(uploads, grown!), Buffer.alloc(300_000, 1));
}

/** Deletes every row of all content, users, roles, locales, media and their files: nothing but the admin's tables stay. */
export async function wipeZoo(site: ZooSite): Promise<void> {
  const { strapi, uploads } = site;
  const uids = [...Object.keys(strapi.contentTypes), ...Object.keys(strapi.components)].filter(
    (uid) => !/^(admin|strapi)::|^plugin::keepsake/.test(uid),
  );
  for (const uid of uids) await emptyTable(strapi.db.connection, strapi.db.metadata.get(uid).tableName);
  for (const name of readdirSync(uploads)) rmSync(join(uploads, name));
}

async function emptyTable(db: Knex, table: string): Promise<void> {
  await db(table).delete();
}
