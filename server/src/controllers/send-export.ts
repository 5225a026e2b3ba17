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
  /** Its last byte has gone out. */
  onDelivered?: () => void;
}

/** Answers with the file of an export, and has it noted who got it. */
export async function sendExport(
  strapi: Core.Strapi,
  ctx: Context,
  opened: OpenedExport,
  { actor, onDelivered }: ExportDelivery = {},
): Promise<Readable | string> {
  if (isDownload(ctx)) {
    const { documentId: id, fileName: name, project } = opened;
    const object = { type: 'export', id, name };
    await pluginService(strapi, 'activity').record({ action: 'export.download', actor, project, object });
  }
  return sendFile(strapi, ctx, opened, onDelivered);
}

/** Looking whether it is there is none, and what goes on where it broke off is the same download. */
function isDownload(ctx: Context): boolean {
  return ctx.method !== 'HEAD' && /^(bytes=0-.*)?$/.test(ctx.get('Range'));
}
