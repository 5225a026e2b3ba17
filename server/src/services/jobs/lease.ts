import type { Core } from '@strapi/strapi';

import { LOCK_UID } from '../../content-types/lock-model';
import { ownRows } from '../own-rows';

/**
 * One row that at most one process holds at a time, over all processes on one database.
 *
 *   free ──take──▶ held until it expires ──renew──▶ held ──release──▶ free
 *
 * Every change is a compare-and-set in one statement, which SQLite, Postgres and MySQL all carry out atomically.
 */
export interface Lease {
  /** `<process> <what for>`, see process-identity; null while it is free. */
  owner: string | null;
  /** Milliseconds since 1970; 0 while it is free. */
  expiresAt: number;
  /** How often it was ever taken: a number that no other holder has, before or after. */
  taken: number;
}

export interface LeaseRow {
  read(): Promise<Lease>;
  /** Takes it from whom `found` says has it, or from nobody. Null when it changed hands since `found` was read. */
  take(found: Lease, owner: string, forMs: number): Promise<Lease | null>;
  /** False when somebody else has it now. */
  renew(owner: string, forMs: number): Promise<boolean>;
  /** False when somebody else has it now. */
  release(owner: string): Promise<boolean>;
}

interface Row {
  owner: string | null;
  expiresAt: string | number;
  /** Null in a row that an older version made. */
  taken: number | null;
}

export function leaseRow(strapi: Core.Strapi, name: string): LeaseRow {
  const rows = () => ownRows<Row>(strapi, LOCK_UID);
  const find = () => rows().findOne({ where: { name } });

  async function change(where: object, data: object): Promise<boolean> {
    const { count } = await rows().updateMany({ where: { name, ...where }, data });
    return count === 1;
  }

  async function create(): Promise<Row> {
    const free: Row = { owner: null, expiresAt: 0, taken: 0 };
    try {
      await rows().create({ data: { name, ...free } });
      return free;
    } catch (error) {
      // Another process made it in between: the name is unique.
      const made = await find();
      if (!made) throw error;
      return made;
    }
  }

  return {
    async read() {
      const row = (await find()) ?? (await create());
      return { owner: row.owner, expiresAt: Number(row.expiresAt), taken: row.taken ?? 0 };
    },

    async take(found, owner, forMs) {
      const next = { owner, expiresAt: Date.now() + forMs, taken: found.taken + 1 };
      const unchanged = { owner: found.owner, expiresAt: found.expiresAt };
      const sameTaken = found.taken === 0 ? { $or: [{ taken: 0 }, { taken: null }] } : { taken: found.taken };
      return (await change({ ...unchanged, ...sameTaken }, next)) ? next : null;
    },

    renew: (owner, forMs) => change({ owner }, { expiresAt: Date.now() + forMs }),
    release: (owner) => change({ owner }, { owner: null, expiresAt: 0 }),
  };
}
