import type { Core } from '@strapi/strapi';

import type { StoredDiff } from '../../../../shared/contracts/diffs';
import { toStoredDiff } from '../../services/diffs/diff-row';
import type { DiffRow } from '../../services/diffs/diff-row';
import { unknownDiff } from '../../services/diffs/diff-service';
import type { DiffViewer } from '../../services/diffs/diff-viewer';
import { pluginService } from '../../services/plugin-service';
import { pageOfRows } from '../../services/projects/page-of-rows';
import { parseRequest } from '../answer';
import { diffBody, entriesQuery, entryQuery, paginationOf } from '../diffs';
import { forProject } from './for-project';
import type { Answer, ProjectCall } from './for-project';
import { snapshotOf } from './project-backups';

const DIFF_UID = 'plugin::keepsake.diff';

/** A member reads the content of the project; what is private stays so. */
const MEMBER: DiffViewer = { showsPrivate: false, ability: null };

export function createProjectDiffsController({ strapi }: { strapi: Core.Strapi }) {
  const diffs = () => pluginService(strapi, 'diffs');

  return {
    find: forProject(strapi, async ({ ctx, project }) => {
      const { rows, pagination } = await pageOfRows<DiffRow>(strapi, DIFF_UID, {
        query: ctx.query,
        auth: ctx.state.auth,
        where: { project: project.slug },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return { data: rows.map(toStoredDiff), meta: { pagination } };
    }),
    findOne: forProject(strapi, async (call) => ({ data: await diffOf(strapi, call) })),
    create: forProject(strapi, async (call) => {
      const { before, after } = parseRequest(diffBody, call.ctx.request.body).data;
      return createDiff(strapi, call, before, after);
    }),
    findEntries: forProject(strapi, async (call) => {
      const { documentId } = await diffOf(strapi, call);
      const { contentType, ...query } = parseRequest(entriesQuery, call.ctx.query);
      const { entries, total, moved } = await diffs().entries(documentId, contentType, query, MEMBER);
      return { data: entries, meta: { pagination: paginationOf(query, total), moved } };
    }),
    findEntry: forProject(strapi, async (call) => {
      const { documentId } = await diffOf(strapi, call);
      const { locale = null, status = null, ...key } = parseRequest(entryQuery, call.ctx.query);
      return { data: await diffs().entry(documentId, { ...key, locale, status }, MEMBER) };
    }),
  };
}

/** `before` is a backup or a version of the project, `after` another or `live`. */
export async function createDiff(
  strapi: Core.Strapi,
  call: ProjectCall,
  before: string,
  after: string,
): Promise<Answer> {
  const first = await snapshotOf(strapi, call, before);
  const second = after === 'live' ? 'live' : await snapshotOf(strapi, call, after);
  const request = { before: first, after: second, project: call.project.slug };
  return { data: await pluginService(strapi, 'diffs').create(request, call.caller.name) };
}

async function diffOf(strapi: Core.Strapi, { ctx, project }: ProjectCall): Promise<StoredDiff> {
  const id = String(ctx.params.diffId);
  const diff = await pluginService(strapi, 'diffs').find(id);
  if (diff.project === project.slug) return diff;
  throw unknownDiff(id);
}
