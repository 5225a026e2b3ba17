import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { ownRows } from '../../own-rows';
import type { ScheduleRow } from '../../schedules/schedule-row';
import { owners } from './owners';
import type { SettingsPart } from './settings-part';

const UID = 'plugin::keepsake.schedule';

const schedule = z.object({
  documentId: z.string().min(1),
  project: z.string().min(1),
  name: z.string().min(1),
  schedule: z.enum(['daily', 'weekly', 'monthly', 'cron']),
  cron: z.string().nullable(),
  format: z.enum(['json', 'zip', 'csv', 'pdf']),
  time: z.string(),
  dayOfWeek: z.number().int().nullable(),
  dayOfMonth: z.number().int().nullable(),
  timezone: z.string().min(1),
  retentionCount: z.number().int().min(1),
  enabled: z.boolean(),
  cloud: z.boolean(),
  retries: z.number().int().min(0),
  notify: z.boolean(),
  author: z.string().nullable(),
  owner: z.string().nullable(),
});

/** Schedules come back paused: two sites that both go on would back up twice. */
export function schedulePart(strapi: Core.Strapi): SettingsPart {
  const rows = () => ownRows<ScheduleRow>(strapi, UID);
  const people = owners(strapi);
  return {
    name: 'schedules',

    async collect(project) {
      const found = await rows().findMany({ where: { project }, orderBy: { id: 'asc' } });
      return Promise.all(
        found.map(async (row) => ({
          ...schedule.omit({ owner: true }).parse(row),
          // One that still waits to be resumed goes on waiting after the next loss.
          enabled: row.enabled || row.awaitsResume === true,
          owner: await people.emailOf(row.ownerId),
        })),
      );
    },

    async restore(items) {
      if ((await rows().count()) > 0) return 0;
      const known = items.flatMap((item) => schedule.safeParse(item).data ?? []);
      for (const { owner, enabled, ...row } of known) {
        const ownerId = await people.idOf(owner);
        const paused = { enabled: false, awaitsResume: enabled, seenUntil: Date.now() };
        await rows().create({ data: { ...row, ...paused, ownerId } });
      }
      return known.length;
    },
  };
}
