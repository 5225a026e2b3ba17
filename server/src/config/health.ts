import { z } from 'zod';

/** `health` of the settings; docs/health.md says what each is for. */
export const health = z
  .strictObject({
    /** Without a schedule: a newest good backup older than this is a warning; in hours. */
    backupHours: z.number().positive().max(87_600).default(168),
    /** The newest backup whose bytes were read again and found good may be so old; in days. */
    verifiedDays: z.number().positive().max(3650).default(30),
    /** The newest backup that a drill has restored may be so old; in days. */
    provenDays: z.number().positive().max(3650).default(30),
    /** A monitor is given the last result while it is no older than this; in minutes. */
    freshMinutes: z.number().min(0).max(1440).default(10),
    /** Asked for after each good backup, for a service that raises an alarm when nobody asks. */
    heartbeatUrl: z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
      .optional(),
    /** The heartbeat may go to an address of a private network or of this machine. */
    heartbeatPrivate: z.boolean().default(false),
  })
  .prefault({});
