import { z } from 'zod';

/** `cron` of the settings; docs/schedules.md. */
export const cron = z
  .strictObject({
    /**
     * Strapi's cron ticks by itself: schedules each minute, maintenance daily. Off for a site that calls it from its own
     * `config/cron-tasks`, or from an outside cron over HTTP.
     */
    builtIn: z.boolean().default(true),
  })
  .prefault({});
