import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';

const PROJECT_UID = 'plugin::keepsake.project';

interface Counter {
  slug: string;
  /** Null in projects made before there were versions. */
  lastVersion: number | null;
}

/** Tries of other processes that one gives way to. */
const MOST_TRIES = 100;

/**
 * The next number of a project's versions. Each is given once, over all processes on the database and whatever was
 * deleted since: the counter is raised by compare-and-set.
 */
export async function nextVersionNumber(strapi: Core.Strapi, project: string): Promise<number> {
  const projects = ownRows<Counter>(strapi, PROJECT_UID);
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const found = await projects.findOne({ where: { slug: project } });
    if (!found) break;
    const number = (found.lastVersion ?? 0) + 1;
    if (await raise(strapi, project, found.lastVersion, number)) return number;
  }
  throw new KeepsakeError('version_number_missing', `The project ${project} gave no number for a version.`, {
    hint: 'Try again.',
    item: project,
    transient: true,
  });
}

/** Numbers up to `number` are taken: they came from the repository. */
export async function skipVersionNumbers(
  strapi: Core.Strapi,
  project: string,
  number: number,
): Promise<void> {
  const projects = ownRows<Counter>(strapi, PROJECT_UID);
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const found = await projects.findOne({ where: { slug: project } });
    if (!found || (found.lastVersion ?? 0) >= number) return;
    if (await raise(strapi, project, found.lastVersion, number)) return;
  }
}

async function raise(
  strapi: Core.Strapi,
  project: string,
  from: number | null,
  to: number,
): Promise<boolean> {
  const projects = ownRows<Counter>(strapi, PROJECT_UID);
  const where = { slug: project, lastVersion: from === null ? { $null: true } : from };
  const { count } = await projects.updateMany({ where, data: { lastVersion: to } });
  return count === 1;
}
