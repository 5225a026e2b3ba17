import type { Core } from '@strapi/strapi';
import type { z } from 'zod';

import type { Version } from '../../../../shared/contracts/versions';
import { pluginService } from '../../services/plugin-service';
import { pageOfRows } from '../../services/projects/page-of-rows';
import { toVersion, VERSION_UID } from '../../services/versions/version-row';
import type { VersionRow } from '../../services/versions/version-row';
import { unknownVersion } from '../../services/versions/version-service';
import { parseRequest } from '../answer';
import { versionBody, versionChange } from '../versions';
import { forProject } from './for-project';
import type { Answer, ProjectCall } from './for-project';

export function createProjectVersionsController({ strapi }: { strapi: Core.Strapi }) {
  const versions = () => pluginService(strapi, 'versions');

  return {
    find: forProject(strapi, (call) => listVersions(strapi, call)),
    findOne: forProject(strapi, async (call) => {
      const { documentId } = await versionOf(strapi, call);
      return { data: await versions().details(documentId) };
    }),
    create: forProject(strapi, async (call) =>
      createVersion(strapi, call, parseRequest(versionBody, call.ctx.request.body ?? {}).data),
    ),
    update: forProject(strapi, async (call) => {
      const { data } = parseRequest(versionChange, call.ctx.request.body ?? {});
      const { documentId } = await versionOf(strapi, call);
      return { data: await versions().change(documentId, data) };
    }),
    delete: forProject(strapi, async (call) => removeVersion(strapi, call)),
  };
}

export async function listVersions(strapi: Core.Strapi, { ctx, project }: ProjectCall): Promise<Answer> {
  const { rows, pagination } = await pageOfRows<VersionRow>(strapi, VERSION_UID, {
    query: ctx.query,
    auth: ctx.state.auth,
    where: { project: project.slug },
    orderBy: [{ number: 'desc' }, { id: 'desc' }],
  });
  return { data: rows.map(toVersion), meta: { pagination } };
}

export async function createVersion(
  strapi: Core.Strapi,
  { ctx, project, caller }: ProjectCall,
  chosen: z.infer<typeof versionBody>['data'],
): Promise<Answer> {
  const request = { project: project.slug, ...chosen, author: caller.name };
  const { job } = await pluginService(strapi, 'versions').start(request);
  ctx.status = 202;
  return { data: job };
}

export async function removeVersion(
  strapi: Core.Strapi,
  call: ProjectCall,
  id = String(call.ctx.params.versionId),
): Promise<Answer> {
  const { documentId } = await versionOf(strapi, call, id);
  await pluginService(strapi, 'versions').remove(documentId);
  return { data: { documentId } };
}

/** One of another project is as unknown as none. Throws `version_unknown`. */
async function versionOf(
  strapi: Core.Strapi,
  { ctx, project }: ProjectCall,
  id = String(ctx.params.versionId),
): Promise<Version> {
  const version = await pluginService(strapi, 'versions').find(id);
  if (version.project === project.slug) return version;
  throw unknownVersion(id);
}
