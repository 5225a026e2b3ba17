import { z } from 'zod';

/** `versions` of the settings; docs/versions.md says when to change one. */
export const versions = z
  .strictObject({
    /**
     * Content types whose entries get versions by themselves: `publish` when a published version is written or taken
     * away, `change` whenever any row is. By uid, for example `{ 'api::article.article': 'publish' }`.
     */
    auto: z.record(z.string().min(1), z.enum(['publish', 'change'])).default({}),
    /** Changes within so many seconds become one version. */
    waitSeconds: z.number().min(0.1).max(3600).default(5),
    /** How many versions made by themselves are kept, those that are pinned not counted. */
    keepAuto: z.number().int().min(1).max(10_000).default(100),
  })
  .prefault({});
