import { z } from 'zod';

import { byteSize } from './byte-size';

/** `limits` of the settings; docs/security.md. Each server counts for itself. */
export const limits = z
  .strictObject({
    /** Jobs that one admin, token or user may begin over HTTP within an hour. */
    jobsPerHour: z.number().int().min(1).max(100_000).default(120),
    /** Exports of one project that may be under way at once. */
    exportsAtOnce: z.number().int().min(1).max(1000).default(5),
    /** Addresses of downloads that open nothing, of one client within a minute. */
    downloadTries: z.number().int().min(1).max(10_000).default(30),
    /** Of a request that is no upload. Strapi's own `strapi::body` refuses what is more than its `jsonLimit`, 1 MB. */
    bodySize: byteSize.prefault('1MB'),
  })
  .prefault({});
