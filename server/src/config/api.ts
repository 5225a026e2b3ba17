import { z } from 'zod';

/** `api` of the settings; docs/api.md. */
export const api = z
  .strictObject({
    /** First part of the content API's addresses, below Strapi's own `/api`: `keepsake`, or nothing. */
    prefix: z
      .string()
      .regex(/^([\w-]+(\/[\w-]+)*)?$/, 'may hold letters, digits, - and _, parts divided by /')
      .default('keepsake'),
  })
  .prefault({});
