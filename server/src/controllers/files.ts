import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type { CreateTicket } from '../../../shared/contracts/downloads';
import { KeepsakeError } from '../core/errors';
import { permissionId } from '../permissions';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';
import { sendExport } from './send-export';
import { PRIVATE, sendStream } from './send-file';

const format = z.enum(['keepsake', 'zip']);

const fileQuery = z.strictObject({
  format: format.default('keepsake'),
  private: z.enum(['true', 'false']).default('false'),
});

const ticketBody = z.object({ data: z.strictObject({ format, private: z.boolean().default(false) }) });

export function createFilesController({ strapi }: { strapi: Core.Strapi }) {
  const tickets = () => pluginService(strapi, 'tickets');

  return {
    /** A file, not JSON. */
    download: answering(strapi, async (ctx) => {
      const query = parseRequest(fileQuery, ctx.query);
      const showsPrivate = query.private === 'true';
      if (showsPrivate) assertMaySeeSettings(ctx);
      const id = String(ctx.params.id);
      const file = await pluginService(strapi, 'files').read(id, query.format, { showsPrivate });
      return sendStream(strapi, ctx, file);
    }),

    ticket: answering(strapi, async (ctx): Promise<CreateTicket['response']> => {
      const { data } = parseRequest(ticketBody, ctx.request.body ?? {});
      if (data.private) assertMaySeeSettings(ctx);
      const backup = await pluginService(strapi, 'snapshots').find(String(ctx.params.id));
      // What cannot be downloaded is said now, and not in the browser's list of downloads.
      await pluginService(strapi, 'snapshots').manifest(backup);
      const request = { backupId: backup.documentId, format: data.format, showsPrivate: data.private };
      const { token, expiresAt } = await tickets().issue(String(ctx.state.user.id), request);
      ctx.set(PRIVATE);
      return { data: { url: `/keepsake/downloads/${token}`, expiresAt } };
    }),

    /** The same file for who has a ticket; see hide-tickets for where it is. */
    redeem: answering(strapi, async (ctx) => {
      ctx.set(PRIVATE);
      const ticket = await tickets().read(String(ctx.state.ticket));
      // Looking whether it is there is no download.
      if (ctx.method === 'HEAD') return '';
      const { asker, showsPrivate } = ticket;
      const actor = { kind: 'admin' as const, id: asker.id, name: asker.name, ip: ctx.ip };
      // Left open it closes by itself after some minutes.
      const close = () =>
        void tickets()
          .close(ticket)
          .catch((error: unknown) => strapi.log.error(error));
      if (ticket.exportId != null) {
        const opened = await pluginService(strapi, 'exports').open(ticket.exportId, asker);
        await tickets().start(ticket);
        return sendExport(strapi, ctx, opened, { actor, onDelivered: close });
      }
      const { backupId, format: kind } = ticket;
      const file = await pluginService(strapi, 'files').read(backupId, kind, { showsPrivate, actor });
      await tickets().start(ticket);
      return sendStream(strapi, ctx, file, close);
    }),
  };
}

function assertMaySeeSettings(ctx: Context): void {
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  if (ability?.can(permissionId('settings')) === true) return;
  throw new KeepsakeError('forbidden', 'Private fields, users and roles are not yours to download.', {
    hint: 'Leave `private` out, or ask for the right to see the settings of Keepsake.',
  });
}
