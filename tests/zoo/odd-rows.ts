import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import type { DatabaseClient } from '../databases/database-server';

/**
 * What no service of Strapi writes and databases hold all the same: component rows that nobody owns and links whose
 * end is gone (strapi#18350), and numbers of more digits than JavaScript has.
 */
export async function addOddRows(strapi: Core.Strapi, client: DatabaseClient): Promise<void> {
  const db = strapi.db.connection;
  const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
  await db(tableOf('zoo.card')).insert({ title: 'nobody owns this card' });
  // One that nobody edits: Strapi cannot open an entry with a component that is not in the schema.
  const assembly = (await db(tableOf('api::assembly.assembly')).where({ title: 'Empty' }).first('id')) as {
    id: number;
  };
  await db(`${tableOf('api::assembly.assembly')}_cmps`).insert([
    { entity_id: assembly.id, cmp_id: 987_654, component_type: 'zoo.card', field: 'zone', order: 99 },
    { entity_id: assembly.id, cmp_id: 1, component_type: 'zoo.gone', field: 'zone', order: 98 },
  ]);
  const hub = (await db(tableOf('api::hub.hub')).first('id')) as { id: number };
  const file = (await db(tableOf('plugin::upload.file')).first('id')) as { id: number };
  await db('files_related_mph').insert([
    { file_id: file.id, related_id: 987_654, related_type: 'api::hub.hub', field: 'picture', order: 1 },
    { file_id: file.id, related_id: 1, related_type: 'api::gone.gone', field: 'picture', order: 1 },
  ]);
  await db('hubs_subjects_mph').insert({
    hub_id: hub.id,
    subjects_id: 987_654,
    subjects_type: 'api::target.target',
    field: 'subjects',
    order: 99,
  });
  if (client !== 'sqlite') await writeLongDecimals(db, tableOf('api::plain.plain'));
}

/** As text: the number would be rounded on its way. SQLite keeps decimals as floating numbers and cannot hold them. */
async function writeLongDecimals(db: Knex, table: string): Promise<void> {
  for (const [line, exact] of [
    ['twenty digits', '12345678.901234567891'],
    ['thirty digits', '-123456789012345678.123456789012'],
  ] as const) {
    await db(table).insert({ document_id: line.replace(' ', ''), line, exact, published_at: new Date(0) });
  }
}
