import type { Core } from '@strapi/strapi';

import type { Member, MemberKind, NamedMember, Person } from '../../../../shared/contracts/projects';
import { displayName } from '../activity/who-acts';
import type { NamedUser } from '../activity/who-acts';

/** Of whom a member may be made: where they are kept, and by what they are known. */
const KINDS: Record<MemberKind, { uid: string; key: 'documentId' | 'id'; fields: string[] }> = {
  admin: { uid: 'admin::user', key: 'documentId', fields: ['firstname', 'lastname', 'email'] },
  user: { uid: 'plugin::users-permissions.user', key: 'documentId', fields: ['username', 'email'] },
  token: { uid: 'admin::api-token', key: 'id', fields: ['name'] },
};

const MOST_FOUND = 20;

interface Row extends NamedUser {
  id: number;
  documentId: string;
  name?: string;
}

/** Members with their names; null for one who is gone. */
export async function namedMembers(strapi: Core.Strapi, members: Member[]): Promise<NamedMember[]> {
  const names = new Map<string, string>();
  for (const [kind, { uid, key }] of Object.entries(KINDS)) {
    const holders = members.filter((member) => member.kind === kind).map(({ holder }) => holder);
    if (holders.length === 0) continue;
    const rows = await query(strapi, uid).findMany({ where: { [key]: { $in: holders } } });
    for (const row of rows) names.set(`${kind} ${row[key]}`, nameOf(row));
  }
  return members.map((member) => ({ ...member, name: names.get(`${member.kind} ${member.holder}`) ?? null }));
}

/** By a part of their name or e-mail address, some of those who may be made members. */
export async function findPeople(strapi: Core.Strapi, kind: MemberKind, search: string): Promise<Person[]> {
  const { uid, key, fields } = KINDS[kind];
  const isAsked = search === '' ? {} : { $or: fields.map((field) => ({ [field]: { $containsi: search } })) };
  // Tokens of the admin API have a person behind them, who may be made a member.
  const isOfContent = kind === 'token' ? { kind: 'content-api' } : {};
  const where = { $and: [isAsked, isOfContent] };
  const rows = await query(strapi, uid).findMany({ where, orderBy: { id: 'asc' }, limit: MOST_FOUND });
  return rows.map((row) => ({ kind, holder: String(row[key]), name: nameOf(row), email: row.email ?? null }));
}

function query(strapi: Core.Strapi, uid: string): { findMany(query: object): Promise<Row[]> } {
  return strapi.db.query(uid as never) as never;
}

function nameOf(row: Row): string {
  return row.name ?? displayName(row) ?? String(row.id);
}
