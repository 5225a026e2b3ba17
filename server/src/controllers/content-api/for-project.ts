import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { KeepsakeError } from '../../core/errors';
import { pluginService } from '../../services/plugin-service';
import type { Caller } from '../../services/projects/caller';
import type { ProjectRow } from '../../services/projects/project-service';
import { answering } from '../answer';
import type { Handler } from '../answer';
import { callerOf } from './caller-of';

export interface ProjectCall {
  ctx: Context;
  /** The one in the address, which is the caller's. */
  project: ProjectRow;
  caller: Caller;
}

export interface Answer {
  data: unknown;
  meta?: object;
}

/** What an action below `/projects/:id` needs to know. What is not the caller's is answered like what does not exist. */
export async function projectCall(strapi: Core.Strapi, ctx: Context): Promise<ProjectCall> {
  const caller = await callerOf(strapi, ctx);
  const project = await pluginService(strapi, 'projects').findFor(caller, String(ctx.params.id));
  return { ctx, project, caller };
}

/** An action below `/projects/:id` that answers with JSON. */
export function forProject(strapi: Core.Strapi, action: (call: ProjectCall) => Promise<Answer>): Handler {
  return answering(strapi, async (ctx) => {
    const { data, meta = {} } = await action(await projectCall(strapi, ctx));
    return { data, meta };
  });
}

/** Throws `forbidden` where the caller lacks the scope of what is asked for. */
export async function demandScope(caller: Caller, scope: string): Promise<void> {
  if (await caller.may(scope)) return;
  throw new KeepsakeError('forbidden', `This takes the scope ${scope}.`, {
    hint: 'Give the API token, or the role of the user, this permission of Keepsake.',
    item: scope,
  });
}
