import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { Actor } from '../../../shared/contracts/activity';
import type { OpenedExport } from '../services/exports/export-service';
import { pluginService } from '../services/plugin-service';
import { sendFile } from './send-file';

export interface ExportDelivery {
  /** Who gets it, where that is not who asks. */
  actor?: Actor;
  action?: 'export.download' | 'share.download';
  /** A download begins, not one that goes on where it broke off. */
  onBegin?: () => Promise<void>;
  /** Its first byte goes out, or that of a later part. */
  onSend?: () => Promise<void>;
  /** Its last byte has gone out. */
  onDelivered?: () => Promise<void>;
}

/** Answers with the file of an export, and has it noted who got it. */
export async function sendExport(
  strapi: Core.Strapi,
  ctx: Context,
  opened: OpenedExport,
  { actor, action = 'export.download', onBegin, onSend, onDelivered }: ExportDelivery = {},
): Promise<Readable | string> {
  const delivered = async () => {
    await onDelivered?.();
    await opened.delivered();
  };
  const content = sendFile(strapi, ctx, opened, () => {
    // Left open it closes by itself after some minutes.
    delivered().catch((error: unknown) => strapi.log.error(error));
  });
  if (ctx.method === 'HEAD' || ctx.status >= 300) return content;
  await opened.begin();
  await onSend?.();
  if (!isFromStart(ctx)) return content;
  await onBegin?.();
  const { documentId: id, fileName: name, project } = opened;
  const object = { type: 'export', id, name };
  await pluginService(strapi, 'activity').record({ action, actor, project, object });
  return content;
}

/** What goes on where it broke off is the same download. */
function isFromStart(ctx: Context): boolean {
  return /^(bytes=0-.*)?$/.test(ctx.get('Range'));
}
