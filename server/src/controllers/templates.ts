import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type {
  CopyTemplate,
  CreateTemplate,
  DeleteTemplate,
  GetTemplate,
  ListTemplates,
  TemplateOptions,
  UpdateTemplate,
} from '../../../shared/contracts/templates';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';
import { askerOf } from './asker-of';
import { projectIn } from './own-projects';

const project = z.string().min(1).max(255).optional();
const name = z.string().trim().min(1, 'must be given').max(120, 'may have at most 120 characters');

const input = {
  name,
  description: z.string().trim().max(500, 'may have at most 500 characters').default(''),
  // Read as the options of an export are, which names what is wrong with them.
  options: z.record(z.string(), z.unknown()).refine((options) => !('template' in options), {
    path: ['template'],
    message: 'a template is based on no other',
  }),
  shared: z.boolean().default(false),
};

export const templateQuery = z.object({ project });
export const templateBody = z.object({ data: z.strictObject({ ...input, project }) });
export const templateChange = z.object({ data: z.strictObject(input) });
export const templateCopy = z.object({ data: z.strictObject({ name: name.optional() }).default({}) });

export function createTemplatesController({ strapi }: { strapi: Core.Strapi }) {
  const templates = () => pluginService(strapi, 'templates');

  return {
    list: answering(strapi, async (ctx): Promise<ListTemplates['response']> => {
      const query = parseRequest(templateQuery, ctx.query);
      const { slug } = await projectIn(strapi, ctx, query.project);
      return { data: await templates().list(slug, askerOf(ctx)) };
    }),

    get: answering(strapi, async (ctx): Promise<GetTemplate['response']> => ({
      data: await templates().find(String(ctx.params.id), askerOf(ctx)),
    })),

    create: answering(strapi, async (ctx): Promise<CreateTemplate['response']> => {
      const { data } = parseRequest(templateBody, ctx.request.body ?? {});
      const { slug } = await projectIn(strapi, ctx, data.project);
      const made = await templates().create(slug, withOptions(data), askerOf(ctx));
      ctx.status = 201;
      return { data: made };
    }),

    update: answering(strapi, async (ctx): Promise<UpdateTemplate['response']> => {
      const { data } = parseRequest(templateChange, ctx.request.body ?? {});
      return { data: await templates().update(String(ctx.params.id), withOptions(data), askerOf(ctx)) };
    }),

    copy: answering(strapi, async (ctx): Promise<CopyTemplate['response']> => {
      const { data } = parseRequest(templateCopy, ctx.request.body ?? {});
      const made = await templates().copy(String(ctx.params.id), data.name, askerOf(ctx));
      ctx.status = 201;
      return { data: made };
    }),

    remove: answering(strapi, async (ctx): Promise<DeleteTemplate['response']> => ({
      data: await templates().remove(String(ctx.params.id), askerOf(ctx)),
    })),
  };
}

/** The service reads them by itself before it keeps them. */
export function withOptions<T extends { options: Record<string, unknown> }>(
  data: T,
): T & { options: TemplateOptions } {
  return data as T & { options: TemplateOptions };
}
