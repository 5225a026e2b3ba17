import { z } from 'zod';

import { keepsNothing, RETENTION_PERIODS } from '../core/schedule/retention-rules';
import { isTimeZone } from '../core/schedule/timing';

const count = z.number().int('must be a whole number').min(0).max(10_000).optional();

/** Rules of what is kept, from the settings or over HTTP; an empty set of them is refused. */
export const retentionRules = z
  .strictObject({
    last: count,
    ...(Object.fromEntries(RETENTION_PERIODS.map((period) => [period, count])) as Record<
      (typeof RETENTION_PERIODS)[number],
      typeof count
    >),
    withinDays: z.number().min(0).max(36_500).optional(),
  })
  .refine((rules) => !keepsNothing(rules), {
    message:
      'keeps nothing: at least one of last, hourly, daily, weekly, monthly, yearly, withinDays must be over 0',
  });

/** What a function of the settings is told of a project. */
export interface TieredProject {
  slug: string;
  name: string;
  tier: string | null;
}

type CountOf = (project: TieredProject) => number | Promise<number>;

/** `retention` of the settings; docs/retention.md. */
export const retention = z
  .strictObject({
    /** What of a project's backups is kept beside the newest ones, by hand and by schedule together. */
    keep: retentionRules.optional(),
    /** How many backups each tier keeps: of those made by hand, and at most of each schedule. */
    tiers: z
      .record(z.string(), z.number().int().min(1).max(10_000))
      .default({ free: 3, pro: 10, enterprise: 50 }),
    /** Of projects that have none of their own. Without it they have no limit by tier. */
    tier: z.string().min(1).optional(),
    /** Instead of tiers: how many backups a project keeps. */
    getBackupRetentionCount: z
      .custom<CountOf>((value) => typeof value === 'function', 'must be a function of the project')
      .optional(),
    /** Of safety backups, which restores make. */
    safety: retentionRules.prefault({ last: 10, withinDays: 30 }),
    /** Of versions that somebody made; without it all of them stay. */
    versions: retentionRules.optional(),
    /** Of versions that came about by themselves. */
    autoVersions: retentionRules.prefault({ last: 100, withinDays: 30 }),
    /** By whose clock hours, days, weeks, months and years begin. */
    timezone: z
      .string()
      .default('UTC')
      .refine(isTimeZone, { message: 'must be a time zone as Europe/Berlin' }),
  })
  .refine(({ tier, tiers }) => tier === undefined || tier in tiers, {
    message: 'is none of retention.tiers',
    path: ['tier'],
  })
  .prefault({});

export type RetentionSettings = z.infer<typeof retention>;
