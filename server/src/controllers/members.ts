import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { ListMembers, SetMembers } from '../../../shared/contracts/projects';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';

const body = z.object({
  data: z.strictObject({
    members: z
      .array(
        z.strictObject({
          kind: z.enum(['admin', 'user', 'token']),
          holder: z.string().min(1).max(100),
          role: z.enum(['owner', 'member']),
        }),
      )
      .max(1000)
      .refine(
        (members) => new Set(members.map(({ kind, holder }) => `${kind} ${holder}`)).size === members.length,
        { message: 'names somebody twice' },
      ),
  }),
});

export function createMembersController({ strapi }: { strapi: Core.Strapi }) {
  const projects = () => pluginService(strapi, 'projects');

  return {
    list: answering(strapi, async (ctx): Promise<ListMembers['response']> => {
      const { slug } = await projects().find(String(ctx.params.id));
      return { data: await projects().members(slug) };
    }),

    set: answering(strapi, async (ctx): Promise<SetMembers['response']> => {
      const { data } = parseRequest(body, ctx.request.body);
      const { slug } = await projects().find(String(ctx.params.id));
      return { data: await projects().setMembers(slug, data.members) };
    }),
  };
}
