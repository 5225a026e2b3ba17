import { z } from 'zod';

import type { Manifest } from '../../core/repository/repository';

/** What the manifest of a version keeps of it, for a database that lost its rows. */
const versionSettings = z.object({
  number: z.number().int().min(1),
  origin: z.enum(['manual', 'auto']),
  label: z.string().nullable().default(null),
  author: z.string().nullable().default(null),
  pinned: z.boolean().default(false),
  /** Of an automatic one: the first entries that it was made for. */
  touched: z.array(z.object({ uid: z.string(), documentId: z.string() })).default([]),
});

export type VersionSettings = z.infer<typeof versionSettings>;

/** Null where a manifest is of no version, or of one that a later plugin describes otherwise. */
export function versionSettingsOf({ settings }: Manifest): VersionSettings | null {
  const read = versionSettings.safeParse(settings['version']);
  return read.success ? read.data : null;
}
