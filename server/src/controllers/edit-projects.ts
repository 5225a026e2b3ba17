import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type {
  ChangeProject,
  CountProject,
  CreateProject,
  DeleteProject,
  GetProject,
  ListOwnProjects,
  PreviewProject,
} from '../../../shared/contracts/projects';
import { pluginService } from '../services/plugin-service';
import { parseRequest, answering } from './answer';
import { adminOf } from './admin-sight';
import { projectRules } from '../services/projects/parse-rules';
import { toDetails } from '../services/projects/project-rules-service';

const name = z.string().trim().min(1, 'must be given').max(120, 'may have at most 120 characters');
const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'takes small letters, digits and hyphens, 60 at most');
const tier = z.string().min(1).max(60).nullable();

const listQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
  search: z.string().trim().max(120).optional(),
});

const creation = z.object({
  data: z.strictObject({ name, slug: slug.optional(), tier: tier.optional(), rules: projectRules }),
});
const change = z.object({
  data: z.strictObject({
    name: name.optional(),
    tier: tier.optional(),
    rules: projectRules.optional(),
  }),
});
const trial = z.object({ data: z.strictObject({ rules: projectRules }) });
const removal = z.object({ leaveBackups: z.enum(['true', 'false']).default('false') });

/** Projects and their rules, for the admin panel. */
export function createEditProjectsController({ strapi }: { strapi: Core.Strapi }) {
  const rules = () => pluginService(strapi, 'projectRules');

  return {
    list: answering(strapi, async (ctx): Promise<ListOwnProjects['response']> => {
      const { page, pageSize, search } = parseRequest(listQuery, ctx.query);
      const { projects, total } = await pluginService(strapi, 'projects').listFor(
        adminOf(ctx),
        page,
        pageSize,
        search,
      );
      const counted = await pluginService(strapi, 'projects').countMembers(projects.map(({ slug }) => slug));
      const data = projects.map((row) => ({ ...toDetails(row), members: counted.get(row.slug) ?? 0 }));
      return {
        data,
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    get: answering(strapi, async (ctx): Promise<GetProject['response']> => {
      return { data: toDetails(await pluginService(strapi, 'projects').find(String(ctx.params.id))) };
    }),

    create: answering(strapi, async (ctx): Promise<CreateProject['response']> => {
      const { data } = parseRequest(creation, ctx.request.body);
      const made = await rules().create(data);
      ctx.status = 201;
      return { data: made };
    }),

    change: answering(strapi, async (ctx): Promise<ChangeProject['response']> => {
      const { data } = parseRequest(change, ctx.request.body);
      return { data: await rules().change(String(ctx.params.id), data) };
    }),

    remove: answering(strapi, async (ctx): Promise<DeleteProject['response']> => {
      const { leaveBackups } = parseRequest(removal, ctx.query);
      return {
        data: await rules().remove(String(ctx.params.id), { leaveBackups: leaveBackups === 'true' }),
      };
    }),

    preview: answering(strapi, async (ctx): Promise<PreviewProject['response']> => {
      const { data } = parseRequest(trial, ctx.request.body);
      return { data: await rules().preview(data.rules) };
    }),

    counts: answering(strapi, async (ctx): Promise<CountProject['response']> => {
      return { data: await rules().counts(String(ctx.params.id)) };
    }),
  };
}
