import type { Core } from '@strapi/strapi';

import type { Schedule } from '../../../../shared/contracts/schedules';
import { pluginService } from '../../services/plugin-service';
import type { Caller } from '../../services/projects/caller';
import { holderOf } from '../../services/projects/caller';
import { pageOfRows } from '../../services/projects/page-of-rows';
import { SCHEDULE_UID, unknownSchedule } from '../../services/schedules/schedule-service';
import { parseRequest } from '../answer';
import { scheduleBody } from '../schedules';
import { forProject } from './for-project';
import type { Answer, ProjectCall } from './for-project';

export function createProjectSchedulesController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find: forProject(strapi, (call) => listSchedules(strapi, call)),
    findOne: forProject(strapi, async (call) => ({ data: await scheduleOf(strapi, call) })),
    create: forProject(strapi, async (call) =>
      createSchedule(strapi, call, parseRequest(scheduleBody, call.ctx.request.body ?? {}).data),
    ),
    update: forProject(strapi, async (call) =>
      updateSchedule(strapi, call, parseRequest(scheduleBody, call.ctx.request.body ?? {}).data),
    ),
    delete: forProject(strapi, async (call) => removeSchedule(strapi, call)),
    run: forProject(strapi, async (call) => {
      const { documentId } = await scheduleOf(strapi, call);
      const data = await pluginService(strapi, 'schedules').runNow(documentId);
      call.ctx.status = 202;
      return { data };
    }),
  };
}

export async function listSchedules(strapi: Core.Strapi, { ctx, project }: ProjectCall): Promise<Answer> {
  const { rows, pagination } = await pageOfRows<{ documentId: string }>(strapi, SCHEDULE_UID, {
    query: ctx.query,
    auth: ctx.state.auth,
    where: { project: project.slug },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const schedules = pluginService(strapi, 'schedules');
  const data = await Promise.all(rows.map(({ documentId }) => schedules.find(documentId)));
  return { data, meta: { pagination } };
}

export async function createSchedule(
  strapi: Core.Strapi,
  { ctx, project, caller }: ProjectCall,
  input: object,
): Promise<Answer> {
  const owner = ownerOf(caller);
  const data = await pluginService(strapi, 'schedules').create(input, project.slug, owner);
  ctx.status = 201;
  return { data };
}

export async function updateSchedule(
  strapi: Core.Strapi,
  call: ProjectCall,
  change: object,
  id = String(call.ctx.params.scheduleId),
): Promise<Answer> {
  const { documentId } = await scheduleOf(strapi, call, id);
  return { data: await pluginService(strapi, 'schedules').update(documentId, change) };
}

export async function removeSchedule(
  strapi: Core.Strapi,
  call: ProjectCall,
  id = String(call.ctx.params.scheduleId),
): Promise<Answer> {
  const { documentId } = await scheduleOf(strapi, call, id);
  await pluginService(strapi, 'schedules').remove(documentId);
  return { data: { documentId } };
}

function ownerOf(caller: Caller) {
  return { id: holderOf(caller), name: caller.name };
}

/** One of another project is as unknown as none. Throws `schedule_unknown`. */
async function scheduleOf(
  strapi: Core.Strapi,
  { ctx, project }: ProjectCall,
  id = String(ctx.params.scheduleId),
): Promise<Schedule> {
  const schedule = await pluginService(strapi, 'schedules').find(id);
  if (schedule.project === project.slug) return schedule;
  throw unknownSchedule(id);
}
