import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { siteIdentity } from '../repository/site-identity';

export const SCRATCH_PREFIX = 'keepsake_drill_';

/** A scratch place's name says whose it is: of which site, since when, and of which job. */
export interface ScratchName {
  name: string;
  jobId: string;
  startedAt: Date;
}

/** 56 characters, where Postgres takes 63 and MySQL 64; lower case, since some MySQL servers know nothing else. */
export function scratchName(strapi: Core.Strapi, jobId: string, now = new Date()): string {
  const seconds = Math.floor(now.getTime() / 1000).toString(36);
  return `${SCRATCH_PREFIX}${siteTag(strapi)}_${seconds}_${jobId}`;
}

/** Null for a place of another site: a database server may have several. */
export function parseScratchName(strapi: Core.Strapi, name: string): ScratchName | null {
  const [, tag, seconds = '', jobId = ''] =
    /^keepsake_drill_([0-9a-f]{8})_([0-9a-z]+)_([0-9a-z]+)$/.exec(name) ?? [];
  if (tag !== siteTag(strapi)) return null;
  return { name, jobId, startedAt: new Date(Number.parseInt(seconds, 36) * 1000) };
}

function siteTag(strapi: Core.Strapi): string {
  return createHash('sha256').update(siteIdentity(strapi)).digest('hex').slice(0, 8);
}
