import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type { ImportFile } from '../../../shared/contracts/imports';
import { KeepsakeError } from '../core/errors';
import type { Importer } from '../services/imports/importer';
import { pluginService } from '../services/plugin-service';
import { SITE } from '../services/projects/project-service';
import { answering, askedBy, parseRequest } from './answer';
import { projectIn } from './own-projects';
import { selection } from './restores';

const importData = selection.extend({
  /** Of the plan that was looked at. Without it the answer is the plan, and nothing is changed. */
  fingerprint: z.string().min(1).optional(),
  /** Of an archive from elsewhere. */
  secret: z.string().max(1000).optional(),
});

const SUPER_ADMIN = 'strapi-super-admin';

export function createImportsController({ strapi }: { strapi: Core.Strapi }) {
  return {
    /** Multipart: the file as `files`, the selection as JSON in `data`. */
    create: answering(strapi, async (ctx): Promise<ImportFile['response']> => {
      // Whatever the file holds, it is the whole site that it goes into.
      await projectIn(strapi, ctx, SITE);
      const { fingerprint, secret, ...chosen } = parseRequest(importData, dataOf(ctx));
      const imports = pluginService(strapi, 'imports');
      const opened = await imports.openUpload(uploadedPath(ctx), importerOf(ctx), secret ?? null);
      try {
        if (fingerprint === undefined) {
          const plan = await opened.plan(chosen);
          await opened.close();
          return { data: plan };
        }
        const request = { selection: chosen, fingerprint, safety: true, preserveIds: false };
        const { job, done } = await opened.start({ ...request, startedBy: askedBy(ctx) });
        // The job's row tells how it went.
        void done.catch(() => undefined).finally(() => void opened.close());
        ctx.status = 202;
        return { data: job };
      } catch (error) {
        await opened.close();
        throw error;
      }
    }),
  };
}

function dataOf(ctx: Context): unknown {
  const { data } = (ctx.request.body ?? {}) as { data?: unknown };
  try {
    return typeof data === 'string' ? JSON.parse(data) : data;
  } catch {
    throw invalid('The field data is no JSON.');
  }
}

function uploadedPath(ctx: Context): string {
  const { files } = (ctx.request as { files?: { files?: unknown } }).files ?? {};
  const { filepath } = (Array.isArray(files) ? {} : (files ?? {})) as { filepath?: unknown };
  if (typeof filepath !== 'string')
    throw invalid('The request has to be multipart with one file as `files`.');
  return filepath;
}

function importerOf(ctx: Context): Importer {
  const { roles = [] } = (ctx.state.user ?? {}) as { roles?: { code: string }[] };
  return {
    name: askedBy(ctx),
    isSuperAdmin: roles.some(({ code }) => code === SUPER_ADMIN),
    // Never null here: that stands for a command line, which may do everything.
    ability: ctx.state.userAbility ?? { can: () => false, cannot: () => true, rulesFor: () => [] },
  };
}

function invalid(message: string): KeepsakeError {
  return new KeepsakeError('request_invalid', message, { hint: 'Correct the request and send it again.' });
}
