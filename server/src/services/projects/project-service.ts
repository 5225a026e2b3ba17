import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { ownRows } from '../own-rows';

export const SITE = 'site';
const UID = 'plugin::keepsake.project';

export interface ProjectRow {
  documentId: string;
  slug: string;
  name: string;
  builtIn: boolean;
}

export interface ProjectService {
  /** Makes the built-in project `site` where it is not there yet. */
  ensureSite(): Promise<void>;
  /** Makes those that are not there yet; returns how many it made. */
  ensure(projects: { slug: string; name: string }[]): Promise<number>;
  /** By slug or documentId; throws `project_unknown`. */
  find(idOrSlug: string): Promise<ProjectRow>;
}

export function createProjectService({ strapi }: { strapi: Core.Strapi }): ProjectService {
  const projects = () => ownRows<ProjectRow>(strapi, UID);

  return {
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
      throw new KeepsakeError('project_unknown', `There is no project "${idOrSlug}".`, {
        hint: `Take "${SITE}" for the whole site.`,
        item: idOrSlug,
      });
    },
  };
}
