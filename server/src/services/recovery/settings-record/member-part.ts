import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Member } from '../../../../../shared/contracts/projects';
import { ownRows } from '../../own-rows';
import { SITE } from '../../projects/project-service';
import type { SettingsPart } from './settings-part';

const UID = 'plugin::keepsake.member';

const kept = z.object({
  project: z.string().min(1),
  kind: z.enum(['admin', 'user', 'token']),
  role: z.enum(['owner', 'member']),
  /** E-mail of an admin or end user, name of an API token. */
  name: z.string().min(1),
  /** documentId of an end user, whom a restore brings back under it. Of the others the next database has other ones. */
  documentId: z.string().nullable(),
});

type Kept = z.infer<typeof kept>;

export interface MemberPart extends SettingsPart {
  /** Those that could not be given back, for nobody of their name is there: the next recovery tries them again. */
  waiting(): Promise<string[]>;
}

/**
 * Members come back by what survives a database. What is not there is not guessed: an id of the old database would be
 * somebody else's in the new one.
 */
export function memberPart(strapi: Core.Strapi): MemberPart {
  const rows = () => ownRows<Member & { project: string }>(strapi, UID);
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });
  const key = 'waiting-members';

  const part: MemberPart = {
    name: 'members',

    async collect(project) {
      const found = await rows().findMany({
        where: project === SITE ? {} : { project },
        orderBy: { id: 'asc' },
      });
      const named = await Promise.all(found.map(async (row) => (await nameOf(row)) ?? []));
      const waiting = (await stillWaiting()).filter((one) => project === SITE || one.project === project);
      return [...named.flat(), ...waiting];
    },

    async restore(items) {
      const isFirst = (await rows().count()) === 0;
      const known = items.flatMap((item) => kept.safeParse(item).data ?? []);
      // Where there are members, only those of an earlier recovery are still wanted: the others may have been removed.
      const wanted = isFirst ? known : await stillWaiting();
      const left: Kept[] = [];
      let made = 0;
      for (const one of wanted) {
        const holder = await holderOf(one);
        if (holder === null) left.push(one);
        else if (await add(one, holder)) made += 1;
      }
      await store.set({ key, value: left });
      return made;
    },

    async waiting() {
      return (await stillWaiting()).map(({ kind, name, project }) => `${kind} ${name} (${project})`);
    },
  };

  async function add({ project, kind, role }: Kept, holder: string): Promise<boolean> {
    const member = { project, kind, holder };
    if ((await rows().count({ where: member })) > 0) return false;
    await rows().create({ data: { ...member, role } });
    return true;
  }

  async function stillWaiting(): Promise<Kept[]> {
    return z.array(kept).safeParse(await store.get({ key })).data ?? [];
  }

  async function nameOf({ project, kind, holder, role }: Member & { project: string }): Promise<Kept | null> {
    const query = strapi.db.query(UIDS[kind]);
    const where = kind === 'token' ? { id: Number(holder) } : { documentId: holder };
    const found = (await query.findOne({ where })) as { email?: string; name?: string } | null;
    const name = kind === 'token' ? found?.name : found?.email;
    return name ? { project, kind, role, name, documentId: kind === 'user' ? holder : null } : null;
  }

  async function holderOf({ kind, name, documentId }: Kept): Promise<string | null> {
    const query = strapi.db.query(UIDS[kind]);
    const where = kind === 'token' ? { name } : { email: name };
    const found = (await query.findOne({ where })) as { id: number; documentId?: string } | null;
    if (!found) return documentId;
    return kind === 'token' ? String(found.id) : (found.documentId ?? null);
  }

  return part;
}

const UIDS = {
  admin: 'admin::user',
  user: 'plugin::users-permissions.user',
  token: 'admin::api-token',
} as const;
