import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { Template } from '../../../../shared/contracts/templates';
import { asKeepsakeError } from '../../core/errors';
import type { Asker } from '../../services/exports/asker';
import { callerAsker } from '../../services/exports/owner-asker';
import { pluginService } from '../../services/plugin-service';
import { SITE } from '../../services/projects/project-service';
import { notFound } from '../../services/templates/template-errors';
import { answering, parseRequest } from '../answer';
import { templateBody, templateChange, templateCopy, templateQuery, withOptions } from '../templates';
import { callerOf } from './caller-of';

/** Templates of exports, of the projects that are the caller's. */
export function createProjectTemplatesController({ strapi }: { strapi: Core.Strapi }) {
  const templates = () => pluginService(strapi, 'templates');
  const answer = (action: (ctx: Context, asker: Asker) => Promise<unknown>) =>
    answering(strapi, async (ctx) => {
      const data = await action(ctx, callerAsker(await callerOf(strapi, ctx)));
      return { data, meta: {} };
    });

  async function slugFor(ctx: Context, project: string): Promise<string> {
    return (await pluginService(strapi, 'projects').findFor(await callerOf(strapi, ctx), project)).slug;
  }

  /** One of a project that is not the caller's is as unknown as none. Throws `template_not_found`. */
  async function templateOf(ctx: Context, asker: Asker): Promise<Template> {
    const id = String(ctx.params.id);
    const template = await templates().find(id, asker);
    try {
      if (!template.ready) await slugFor(ctx, template.project);
      return template;
    } catch (error) {
      throw asKeepsakeError(error).code === 'project_unknown' ? notFound(id) : error;
    }
  }

  return {
    find: answer(async (ctx, asker) => {
      const { project = SITE } = parseRequest(templateQuery, ctx.query);
      return templates().list(await slugFor(ctx, project), asker);
    }),
    findOne: answer(templateOf),
    create: answer(async (ctx, asker) => {
      const { data } = parseRequest(templateBody, ctx.request.body ?? {});
      const made = await templates().create(
        await slugFor(ctx, data.project ?? SITE),
        withOptions(data),
        asker,
      );
      ctx.status = 201;
      return made;
    }),
    update: answer(async (ctx, asker) => {
      const { data } = parseRequest(templateChange, ctx.request.body ?? {});
      const { documentId } = await templateOf(ctx, asker);
      return templates().update(documentId, withOptions(data), asker);
    }),
    copy: answer(async (ctx, asker) => {
      const { data } = parseRequest(templateCopy, ctx.request.body ?? {});
      const { documentId, project } = await templateOf(ctx, asker);
      await slugFor(ctx, project);
      const made = await templates().copy(documentId, data.name, asker);
      ctx.status = 201;
      return made;
    }),
    delete: answer(async (ctx, asker) =>
      templates().remove((await templateOf(ctx, asker)).documentId, asker),
    ),
  };
}
