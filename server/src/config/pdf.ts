import { z } from 'zod';

import { byteSize } from './byte-size';

/** `pdf` of the settings; docs/pdf.md says when to change one. */
export const pdf = z
  .strictObject({
    /** Absolute path of a Chromium or Chrome. Default: PUPPETEER_EXECUTABLE_PATH, the system's, or @sparticuz/chromium. */
    executablePath: z.string().min(1).optional(),
    /** Folder with templates of one's own; relative to the app. */
    templates: z.string().min(1).optional(),
    limits: z
      .strictObject({
        /** Pages of one PDF. */
        pages: z.number().int().min(1).max(100_000).default(10_000),
        /** For one PDF. */
        seconds: z.number().positive().max(86_400).default(3600),
        /** Memory of the browser; measured on Linux only. */
        memory: byteSize.prefault('1GB'),
      })
      .prefault({}),
  })
  .prefault({});
