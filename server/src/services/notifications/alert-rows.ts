import type { Core } from '@strapi/strapi';

import { ALERT_UID } from '../../content-types/alert-model';
import { ownRows } from '../own-rows';

export interface AlertRow {
  id: number;
  subject: string;
  state: 'good' | 'bad';
  since: string | number;
  changes: number;
  title: string;
  message: string;
  advice: string;
  pending: string[] | null;
  tries: number;
  heldUntil: string | number;
  trouble: string | null;
}

export interface AlertRows {
  all(): Promise<AlertRow[]>;
  /** Makes it, as one that is well, where it is not there. */
  of(subject: string): Promise<AlertRow>;
  /** Compare-and-set: false when another process changed its state first. */
  change(row: AlertRow, data: Partial<AlertRow>): Promise<boolean>;
  /** The same, and false too when another process delivers it. */
  deliver(row: AlertRow, data: Partial<AlertRow>): Promise<boolean>;
}

export function alertRows(strapi: Core.Strapi): AlertRows {
  const rows = () => ownRows<AlertRow>(strapi, ALERT_UID);
  const find = (subject: string) => rows().findOne({ where: { subject } });

  async function update(where: object, data: Partial<AlertRow>): Promise<boolean> {
    const { count } = await rows().updateMany({ where, data });
    return count === 1;
  }

  return {
    all: () => rows().findMany({ orderBy: { id: 'asc' } }),

    async of(subject) {
      const row = await find(subject);
      if (row) return row;
      const fresh = {
        subject,
        state: 'good',
        since: Date.now(),
        changes: 0,
        tries: 0,
        heldUntil: 0,
        pending: [],
      };
      try {
        return await rows().create({ data: fresh });
      } catch (error) {
        // Another process made it in between: the subject is unique.
        const made = await find(subject);
        if (!made) throw error;
        return made;
      }
    },

    change: ({ subject, changes }, data) => update({ subject, changes }, data),
    deliver: ({ subject, changes, heldUntil }, data) =>
      update({ subject, changes, heldUntil: Number(heldUntil) }, data),
  };
}
