import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { ownRows } from '../../own-rows';
import type { TemplateRow } from '../../templates/template-row';
import { owners } from './owners';
import type { SettingsPart } from './settings-part';

const UID = 'plugin::keepsake.template';

const template = z.object({
  documentId: z.string().min(1),
  project: z.string().min(1),
  name: z.string().min(1),
  description: z.string().nullable(),
  options: z.record(z.string(), z.unknown()),
  shared: z.boolean(),
  author: z.string().nullable(),
  owner: z.string().nullable(),
});

/** A template whose owner is not there is seen by those who manage what others saved, as the shared ones by everybody. */
export function templatePart(strapi: Core.Strapi): SettingsPart {
  const rows = () => ownRows<TemplateRow>(strapi, UID);
  const people = owners(strapi);
  return {
    name: 'templates',

    async collect(project) {
      const found = await rows().findMany({ where: { project }, orderBy: { id: 'asc' } });
      return Promise.all(
        found.map(async (row) => ({
          ...template.omit({ owner: true }).parse(row),
          owner: await people.emailOf(row.ownerId),
        })),
      );
    },

    async restore(items) {
      if ((await rows().count()) > 0) return 0;
      const known = items.flatMap((item) => template.safeParse(item).data ?? []);
      for (const { owner, ...row } of known)
        await rows().create({ data: { ...row, ownerId: await people.idOf(owner) } });
      return known.length;
    },
  };
}
