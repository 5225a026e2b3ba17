import { z } from 'zod';

/** `drills` of the settings; docs/drills.md. */
export const drills = z
  .strictObject({
    /** After how many days the daily maintenance proves the newest backup again by a test restore; 0 for never. */
    everyDays: z.number().int().min(0).max(365).default(7),
  })
  .prefault({});
