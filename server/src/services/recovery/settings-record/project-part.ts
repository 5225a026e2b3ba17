import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { pluginService } from '../../plugin-service';
import type { SettingsPart } from './settings-part';

const project = z.object({ slug: z.string().min(1), name: z.string().min(1) });

export function projectPart(strapi: Core.Strapi): SettingsPart {
  const projects = () => pluginService(strapi, 'projects');
  return {
    name: 'projects',
    async collect(slug) {
      const { name } = await projects().find(slug);
      return [{ slug, name }];
    },
    restore: (items) => projects().ensure(items.flatMap((item) => project.safeParse(item).data ?? [])),
  };
}
