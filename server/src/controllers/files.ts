import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type { CreateTicket } from '../../../shared/contracts/downloads';
import { asKeepsakeError, KeepsakeError } from '../core/errors';
import { permissionId } from '../permissions';
import { pluginService } from '../services/plugin-service';
import { keepsakeConfig } from '../services/repository/private-directory';
import { createAttemptLimit } from '../services/tickets/attempt-limit';
import type { Ticket } from '../services/tickets/ticket-service';
import { answering, parseRequest } from './answer';
import { sendExport } from './send-export';
import { diffFile, PRIVATE, sendStream } from './send-file';

const format = z.enum(['keepsake', 'zip']);

const fileQuery = z.strictObject({
  format: format.default('keepsake'),
  private: z.enum(['true', 'false']).default('false'),
});

const ticketBody = z.object({ data: z.strictObject({ format, private: z.boolean().default(false) }) });

export function createFilesController({ strapi }: { strapi: Core.Strapi }) {
  const tickets = () => pluginService(strapi, 'tickets');
  const attempts = createAttemptLimit(keepsakeConfig(strapi).limits.downloadTries, 60_000);

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

    /** The same file for who has a ticket or a link; see hide-tickets for where it is. */
    redeem: answering(strapi, async (ctx) => {
      ctx.set(PRIVATE);
      const wait = attempts.secondsToWait(ctx.ip);
      if (wait > 0) throw tooMany(wait);
      try {
        return await redeem(ctx, String(ctx.state.ticket));
      } catch (error) {
        if (asKeepsakeError(error).code === 'ticket_unknown') attempts.note(ctx.ip);
        throw error;
      }
    }),
  };

  async function redeem(ctx: Context, token: string): Promise<Readable | string> {
    const ticket = await ticketOf(token);
    if (!ticket) return sendShared(ctx, token);
    // Looking whether it is there is no download.
    if (ctx.method === 'HEAD') return '';
    const { asker, showsPrivate } = ticket;
    const actor = { kind: 'admin' as const, id: asker.id, name: asker.name, ip: ctx.ip };
    const close = () => tickets().close(ticket);
    const closeLater = () => {
      close().catch((error: unknown) => strapi.log.error(error));
    };
    if (ticket.exportId != null) {
      const opened = await pluginService(strapi, 'exports').open(ticket.exportId, asker);
      await tickets().start(ticket);
      return sendExport(strapi, ctx, opened, { actor, onDelivered: close });
    }
    if (ticket.diffId != null) {
      const viewer = { showsPrivate: asker.seesPrivate, ability: asker.ability };
      const content = await pluginService(strapi, 'diffs').file(ticket.diffId, viewer, actor);
      await tickets().start(ticket);
      return sendStream(strapi, ctx, diffFile(ticket.diffId, content), closeLater);
    }
    const { backupId, format: kind } = ticket;
    const file = await pluginService(strapi, 'files').read(backupId, kind, { showsPrivate, actor });
    await tickets().start(ticket);
    // Left open it closes by itself after some minutes.
    return sendStream(strapi, ctx, file, closeLater);
  }

  /** Null for what no ticket was ever made of; a link may have been. */
  async function ticketOf(token: string): Promise<Ticket | null> {
    try {
      return await tickets().read(token);
    } catch (error) {
      if (asKeepsakeError(error).code === 'ticket_unknown') return null;
      throw error;
    }
  }

  async function sendShared(ctx: Context, token: string): Promise<Readable | string> {
    const { link, file, begin, send, delivered } = await pluginService(strapi, 'links').open(token);
    return sendExport(strapi, ctx, file, {
      action: 'share.download',
      actor: { kind: 'link', id: link.documentId, name: link.label || null, ip: ctx.ip },
      onBegin: begin,
      onSend: send,
      onDelivered: delivered,
    });
  }
}

function tooMany(seconds: number): KeepsakeError {
  return new KeepsakeError('too_many_attempts', 'Too many addresses that open nothing came from here.', {
    hint: `Try again in ${seconds} seconds.`,
    transient: true,
    retryAfter: seconds,
  });
}

function assertMaySeeSettings(ctx: Context): void {
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  if (ability?.can(permissionId('settings')) === true) return;
  throw new KeepsakeError('forbidden', 'Private fields, users and roles are not yours to download.', {
    hint: 'Leave `private` out, or ask for the right to see the settings of Keepsake.',
  });
}
