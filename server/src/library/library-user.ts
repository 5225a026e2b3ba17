import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../core/errors';
import type { Action } from '../permissions';
import { adminAsker } from '../services/exports/admin-asker';
import { callerByOwner } from '../services/exports/owner-asker';
import { pluginService } from '../services/plugin-service';
import { unknownProject } from '../services/projects/project-service';
import type { ProjectRow } from '../services/projects/project-service';

/**
 * On whose behalf the app's own code asks: the id (a number) of an admin, the documentId of an admin or an end user, or
 * null for the site itself, which may do everything.
 */
export type UserId = number | string | null;

/** What an admin is asked for, and what an end user is. */
export interface Need {
  action: Action;
  scope: string;
}

export interface LibraryUser {
  /** As whose it is kept: as in the rows of exports. */
  ownerId: string | null;
  name: string | null;
  /** The project, which is theirs. */
  project: ProjectRow;
}

/** Throws `project_unknown` for what is not theirs too, `user_unknown` and `forbidden`. */
export async function libraryUser(
  strapi: Core.Strapi,
  userId: UserId,
  projectId: string,
  need: Need,
): Promise<LibraryUser> {
  const projects = pluginService(strapi, 'projects');
  if (userId === null) return { ownerId: null, name: null, project: await projects.find(projectId) };
  const ownerId = await ownerOf(strapi, userId);
  if (!ownerId.includes(':')) {
    const project = await projects.find(projectId);
    const admin = await adminAsker(strapi, ownerId, [need.action]);
    if (!admin) throw forbidden(`the right "${need.action}"`);
    if (!(await adminAsker(strapi, ownerId, [], project.slug))) throw unknownProject(projectId);
    return { ownerId, name: admin.name, project };
  }
  const caller = await callerByOwner(strapi, ownerId);
  if (!caller) throw unknown(userId);
  const project = await projects.findFor(caller, projectId);
  if (!(await caller.may(need.scope))) throw forbidden(`the scope "${need.scope}"`);
  return { ownerId, name: caller.name, project };
}

async function ownerOf(strapi: Core.Strapi, userId: number | string): Promise<string> {
  if (typeof userId === 'number') return String(userId);
  const admin = (await strapi.db
    .query('admin::user')
    .findOne({ where: { documentId: userId }, select: ['id'] })) as { id: number } | null;
  return admin ? String(admin.id) : `user:${userId}`;
}

function unknown(userId: number | string): KeepsakeError {
  return new KeepsakeError('user_unknown', `There is no user ${userId}.`, {
    hint: 'Give the documentId of an admin or an end user, the id of an admin, or null for the site itself.',
    item: String(userId),
  });
}

function forbidden(what: string): KeepsakeError {
  return new KeepsakeError('forbidden', `This user lacks ${what} of Keepsake.`, {
    hint: 'Give it to their role, or ask as the site itself (null).',
  });
}
