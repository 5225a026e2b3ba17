import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { ProjectRules } from '../../../../../shared/contracts/projects';
import { ownRows } from '../../own-rows';
import { SITE } from '../../projects/project-service';
import type { ProjectRow } from '../../projects/project-service';
import type { SettingsPart } from './settings-part';

const project = z.object({
  slug: z.string().min(1),
  name: z.string().min(1),
  tier: z.string().nullish(),
  // Checked when they were saved; rules that this site cannot follow are refused where they are used.
  rules: z.custom<ProjectRules>((value) => typeof value === 'object' && value !== null).nullish(),
  root: z.string().nullish(),
  automatic: z.boolean().nullish(),
});

/** A snapshot of the whole site keeps all projects: one may not have a backup of its own yet. */
export function projectPart(strapi: Core.Strapi): SettingsPart {
  const rows = () => ownRows<ProjectRow>(strapi, 'plugin::keepsake.project');
  return {
    name: 'projects',

    async collect(slug) {
      const found = await rows().findMany({ where: slug === SITE ? {} : { slug }, orderBy: { id: 'asc' } });
      return found.map((row) => project.parse(row));
    },

    async restore(items) {
      let made = 0;
      for (const { slug, ...rest } of items.flatMap((item) => project.safeParse(item).data ?? [])) {
        if (await rows().findOne({ where: { slug } })) continue;
        await rows().create({ data: { slug, ...rest, builtIn: slug === SITE } });
        made += 1;
      }
      return made;
    },
  };
}
