import { z } from 'zod';

/** `schedules` of the settings; docs/schedules.md. */
export const schedules = z
  .strictObject({
    /**
     * Each schedule runs by up to so many minutes later than its time says, always by the same: so that many sites on
     * one storage or one machine do not all begin at two o'clock sharp.
     */
    jitterMinutes: z.number().int().min(0).max(720).default(0),
  })
  .prefault({});
