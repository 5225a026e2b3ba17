import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { FindPeople, ListMembers, SetMembers } from '../../../shared/contracts/projects';
import { pluginService } from '../services/plugin-service';
import { findPeople, namedMembers } from '../services/projects/people';
import { answering, parseRequest } from './answer';

const kind = z.enum(['admin', 'user', 'token']);

const peopleQuery = z.object({ kind, search: z.string().trim().max(200).default('') });

const body = z.object({
  data: z.strictObject({
    members: z
      .array(
        z.strictObject({
          kind,
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
    people: answering(strapi, async (ctx): Promise<FindPeople['response']> => {
      const { kind, search } = parseRequest(peopleQuery, ctx.query);
      return { data: await findPeople(strapi, kind, search) };
    }),

    list: answering(strapi, async (ctx): Promise<ListMembers['response']> => {
      const { slug } = await projects().find(String(ctx.params.id));
      return { data: await namedMembers(strapi, await projects().members(slug)) };
    }),

    set: answering(strapi, async (ctx): Promise<SetMembers['response']> => {
      const { data } = parseRequest(body, ctx.request.body);
      const { slug } = await projects().find(String(ctx.params.id));
      return { data: await namedMembers(strapi, await projects().setMembers(slug, data.members)) };
    }),
  };
}
