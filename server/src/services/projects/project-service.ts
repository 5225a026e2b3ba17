import type { Core } from '@strapi/strapi';

import { SITE } from '../../../../shared/contracts/projects';
import type { Member, ProjectRules } from '../../../../shared/contracts/projects';
import { KeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';
import type { Caller } from './caller';
import type { Sight } from './sight';

export { SITE };
const UID = 'plugin::keepsake.project';
const MEMBER_UID = 'plugin::keepsake.member';

export interface ProjectRow {
  documentId: string;
  slug: string;
  name: string;
  builtIn: boolean;
  /** Its class of retention (`retention.tiers`). */
  tier?: string | null;
  /** What it is made of; null is everything. */
  rules?: ProjectRules | null;
  /** documentId of the entry that it begins at. */
  root?: string | null;
  /** Came with its root, by the setting `projects`. */
  automatic?: boolean;
}

export interface ProjectService {
  /** Makes the built-in project `site` where it is not there yet. */
  ensureSite(): Promise<void>;
  /** Makes those that are not there yet; returns how many it made. */
  ensure(projects: { slug: string; name: string }[]): Promise<number>;
  /** By slug or documentId; throws `project_unknown`. */
  find(idOrSlug: string): Promise<ProjectRow>;
  /** The same for who asks: what is not theirs is as unknown as what is not there. */
  findFor(caller: Caller, idOrSlug: string): Promise<ProjectRow>;
  /** Those of who asks, by name; with `search` only those that have it in their name or slug. */
  listFor(
    caller: Caller,
    page: number,
    pageSize: number,
    search?: string,
  ): Promise<{ projects: ProjectRow[]; total: number }>;
  sightOf(caller: Caller): Promise<Sight>;
  /** By slug, of those that have any. */
  countMembers(slugs: string[]): Promise<Map<string, number>>;
  members(slug: string): Promise<Member[]>;
  setMembers(slug: string, members: Member[]): Promise<Member[]>;
}

export function createProjectService({ strapi }: { strapi: Core.Strapi }): ProjectService {
  const projects = () => ownRows<ProjectRow>(strapi, UID);
  const memberships = () => ownRows<MemberRow>(strapi, MEMBER_UID);

  const service: ProjectService = {
    async ensureSite() {
      if (await projects().findOne({ where: { slug: SITE } })) return;
      await projects().create({ data: { slug: SITE, name: 'The whole site', builtIn: true } });
    },

    async ensure(wanted) {
      let made = 0;
      for (const { slug, name } of wanted) {
        if (await projects().findOne({ where: { slug } })) continue;
        await projects().create({ data: { slug, name, builtIn: slug === SITE } });
        made += 1;
      }
      return made;
    },

    async find(idOrSlug) {
      const found = await projects().findOne({
        where: { $or: [{ slug: idOrSlug }, { documentId: idOrSlug }] },
      });
      if (found) return found;
      throw unknownProject(idOrSlug);
    },

    async findFor(caller, idOrSlug) {
      const project = await service.find(idOrSlug);
      if (caller.seesAll) return project;
      const where = { kind: caller.kind, holder: caller.holder, project: project.slug };
      if (caller.holder === '' || (await memberships().count({ where })) === 0)
        throw unknownProject(idOrSlug);
      return project;
    },

    async listFor(caller, page, pageSize, search = '') {
      const own = caller.seesAll ? {} : { slug: { $in: await slugsOf(caller) } };
      const named = { $or: [{ name: { $containsi: search } }, { slug: { $containsi: search } }] };
      const where = search === '' ? own : { $and: [own, named] };
      const found = await projects().findMany({
        where,
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { projects: found, total: await projects().count({ where }) };
    },

    async sightOf(caller) {
      return caller.seesAll ? null : slugsOf(caller);
    },

    async countMembers(slugs) {
      const { tableName } = strapi.db.metadata.get(MEMBER_UID);
      const rows = (await strapi.db
        .connection(tableName)
        .whereIn('project', slugs)
        .groupBy('project')
        .select('project')
        .count({ count: '*' })) as { project: string; count: number | string }[];
      return new Map(rows.map(({ project, count }) => [project, Number(count)]));
    },

    async members(slug) {
      const rows = await memberships().findMany({
        where: { project: slug },
        orderBy: [{ kind: 'asc' }, { id: 'asc' }],
      });
      return rows.map(({ kind, holder, role }) => ({ kind, holder, role }));
    },

    async setMembers(slug, members) {
      await strapi.db.transaction(async () => {
        await memberships().deleteMany({ where: { project: slug } });
        for (const member of members) await memberships().create({ data: { ...member, project: slug } });
      });
      return service.members(slug);
    },
  };

  async function slugsOf({ kind, holder }: Caller): Promise<string[]> {
    if (holder === '') return [];
    const rows = await memberships().findMany({ where: { kind, holder }, select: ['project'] });
    return rows.map(({ project }) => project);
  }

  return service;
}

interface MemberRow extends Member {
  project: string;
}

export function unknownProject(idOrSlug: string): KeepsakeError {
  return new KeepsakeError('project_unknown', `There is no project "${idOrSlug}".`, {
    hint: `Take "${SITE}" for the whole site.`,
    item: idOrSlug,
  });
}
