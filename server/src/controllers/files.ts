import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Context } from 'koa';

import { KeepsakeError } from '../core/errors';
import { permissionId } from '../permissions';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';

const fileQuery = z.strictObject({
  format: z.enum(['keepsake', 'zip']).default('keepsake'),
  private: z.enum(['true', 'false']).default('false'),
});

export function createFilesController({ strapi }: { strapi: Core.Strapi }) {
  return {
    /** A file, not JSON: the answer breaks off where the backup cannot be read, and never ends as if it were whole. */
    download: answering(strapi, async (ctx) => {
      const query = parseRequest(fileQuery, ctx.query);
      const showsPrivate = query.private === 'true';
      if (showsPrivate && !maySeeSettings(ctx)) throw forbidden();
      const file = await pluginService(strapi, 'files').read(String(ctx.params.id), query.format, {
        showsPrivate,
      });
      file.content.once('error', (error) => {
        strapi.log.error(error);
        ctx.res.destroy();
      });
      ctx.set({
        'Content-Type': file.contentType,
        'Content-Disposition': `attachment; filename="${file.fileName}"`,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
      });
      return file.content;
    }),
  };
}

function maySeeSettings(ctx: Context): boolean {
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  return ability?.can(permissionId('settings')) === true;
}

function forbidden(): KeepsakeError {
  return new KeepsakeError('forbidden', 'Private fields, users and roles are not yours to download.', {
    hint: 'Leave `private` out, or ask for the right to see the settings of Keepsake.',
  });
}
