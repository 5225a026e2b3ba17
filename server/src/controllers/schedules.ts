import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type {
  CreateSchedule,
  DeleteSchedule,
  GetSchedule,
  ListSchedules,
  PreviewSchedule,
  ResumeSchedules,
  RunSchedule,
  UpdateSchedule,
} from '../../../shared/contracts/schedules';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy, parseRequest } from './answer';
import { projectIn, sightOn } from './own-projects';

const listQuery = z.object({ project: z.string().min(1).max(255).optional() });
export const scheduleBody = z.object({ data: z.record(z.string(), z.unknown()) });
const createBody = z.object({
  data: z.looseObject({ project: z.string().min(1).max(255).optional() }),
});

export function createSchedulesController({ strapi }: { strapi: Core.Strapi }) {
  const schedules = () => pluginService(strapi, 'schedules');
  const idOf = (ctx: Context) => String(ctx.params.id);

  return {
    list: answering(strapi, async (ctx): Promise<ListSchedules['response']> => {
      const { project } = parseRequest(listQuery, ctx.query);
      const sight = await sightOn(strapi, ctx, project);
      return { data: await schedules().list(sight) };
    }),

    get: answering(strapi, async (ctx): Promise<GetSchedule['response']> => ({
      data: await schedules().find(idOf(ctx)),
    })),

    create: answering(strapi, async (ctx): Promise<CreateSchedule['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      const { project: asked, ...input } = data;
      const { slug: project } = await projectIn(strapi, ctx, asked);
      const { id } = (ctx.state.user ?? {}) as { id?: number };
      const owner = { id: id === undefined ? null : String(id), name: askedBy(ctx) };
      const created = await schedules().create(input, project, owner);
      ctx.status = 201;
      return { data: created };
    }),

    update: answering(strapi, async (ctx): Promise<UpdateSchedule['response']> => {
      const { data } = parseRequest(scheduleBody, ctx.request.body ?? {});
      return { data: await schedules().update(idOf(ctx), data) };
    }),

    remove: answering(strapi, async (ctx): Promise<DeleteSchedule['response']> => {
      const documentId = idOf(ctx);
      await schedules().remove(documentId);
      return { data: { documentId } };
    }),

    run: answering(strapi, async (ctx): Promise<RunSchedule['response']> => {
      const data = await schedules().runNow(idOf(ctx));
      ctx.status = 202;
      return { data };
    }),

    resume: answering(strapi, async (): Promise<ResumeSchedules['response']> => ({
      data: { resumed: await schedules().resumeRecovered() },
    })),

    preview: answering(strapi, async (ctx): Promise<PreviewSchedule['response']> => {
      const { data } = parseRequest(scheduleBody, ctx.request.body ?? {});
      return { data: await schedules().preview(data) };
    }),
  };
}
