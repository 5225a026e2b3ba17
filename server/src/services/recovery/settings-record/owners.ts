import type { Core } from '@strapi/strapi';

/** Admins by what is the same in every database: their e-mail. */
export interface Owners {
  /** Null for one who is gone. */
  emailOf(id: string | null): Promise<string | null>;
  idOf(email: string | null): Promise<string | null>;
}

export function owners(strapi: Core.Strapi): Owners {
  const admins = () => strapi.db.query('admin::user');
  return {
    async emailOf(id) {
      if (id === null || !/^\d+$/.test(id)) return null;
      const found = (await admins().findOne({ where: { id: Number(id) }, select: ['email'] })) as {
        email: string;
      } | null;
      return found?.email ?? null;
    },
    async idOf(email) {
      if (email === null) return null;
      const found = (await admins().findOne({ where: { email }, select: ['id'] })) as { id: number } | null;
      return found ? String(found.id) : null;
    },
  };
}
