import { z } from 'zod';

/** `activity` of the settings; see docs/activity.md. */
export const activity = z
  .strictObject({
    /** For how long it is remembered who did what, in days. */
    keepDays: z.number().int().min(30).max(36_500).default(1095),
  })
  .prefault({});
