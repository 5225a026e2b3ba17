import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type { ListProjects, Project } from '../../../../shared/contracts/projects';
import { pluginService } from '../../services/plugin-service';
import type { ProjectRow } from '../../services/projects/project-service';
import { answering, parseRequest } from '../answer';
import { callerOf } from './caller-of';
import { forProject } from './for-project';

const listQuery = z.object({
  pagination: z
    .object({
      page: z.coerce.number().int().min(1).default(1),
      pageSize: z.coerce.number().int().min(1).max(100).default(25),
    })
    .prefault({}),
});

export function createProjectsController({ strapi }: { strapi: Core.Strapi }) {
  const list = async (ctx: Context): Promise<ListProjects['response']> => {
    const { page, pageSize } = parseRequest(listQuery, ctx.query).pagination;
    const caller = await callerOf(strapi, ctx);
    const { projects, total } = await pluginService(strapi, 'projects').listFor(caller, page, pageSize);
    const pagination = { page, pageSize, total, pageCount: Math.ceil(total / pageSize) };
    return { data: projects.map(toProject), meta: { pagination } };
  };

  return {
    find: answering(strapi, list),
    findOne: forProject(strapi, async ({ project }) => ({ data: toProject(project) })),
    /** The scope that opens every project to an API token; its route answers as `find` does. */
    all: answering(strapi, list),
  };
}

function toProject({ documentId, slug, name, builtIn }: ProjectRow): Project {
  return { documentId, slug, name, builtIn };
}
