import { z } from 'zod';

/** `jobs` of the settings; docs/jobs.md says when to change one. */
export const jobs = z
  .strictObject({
    /** How many jobs one process runs at once. Of those that write the repository it is one in any case. */
    concurrency: z.number().int().min(1).max(32).default(2),
    /** After how long without a sign of life another process takes a job over. */
    leaseSeconds: z.number().min(1).max(3600).default(60),
    /** How often a process looks for jobs that others queued. */
    pollSeconds: z.number().min(0.1).max(60).default(2),
    /** Before the second try of a job that failed for the moment; doubled for each one after that. */
    backOffSeconds: z.number().min(0).max(3600).default(5),
    /** A try that takes longer than this counts as stuck and is ended. */
    expireHours: z.number().positive().max(720).default(24),
    /** For how long the row of a job that has ended is kept, in days. */
    keepDays: z.number().min(1).max(3650).default(90),
    /** How many pages and programs may follow jobs of one process at once. */
    streams: z.number().int().min(0).max(10_000).default(100),
  })
  .prefault({});
