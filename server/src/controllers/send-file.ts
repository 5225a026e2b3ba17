import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { safePart } from '../core/files/safe-names';
import type { BackupFile } from '../services/files/file-service';

export interface SentFile {
  fileName: string;
  contentType: string;
  bytes: number;
  /** SHA-256, hexadecimal. */
  checksum: string;
  read(start: number, end: number): Readable;
}

/**
 * Answers with a file, or with the range of it that was asked for, so that a download that broke off goes on where it
 * was (RFC 9110, section 14). One range is served; several are answered with the whole.
 *
 * @param onDelivered called when the last byte of the file has gone out, be it as part of a range
 */
export function sendFile(
  strapi: Core.Strapi,
  ctx: Context,
  file: SentFile,
  onDelivered?: () => void,
): Readable | string {
  const etag = `"${file.checksum}"`;
  ctx.set({
    'Content-Type': file.contentType,
    'Content-Disposition': `attachment; filename="${file.fileName}"`,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    ...PRIVATE,
  });
  const asked = ctx.get('Range');
  const isOfThis = ctx.get('If-Range') === '' || ctx.get('If-Range') === etag;
  const range = asked !== '' && isOfThis ? parseRange(asked, file.bytes) : null;
  if (range === 'unsatisfiable') {
    ctx.set('Content-Range', `bytes */${file.bytes}`);
    ctx.status = 416;
    return '';
  }
  const { start, end } = range ?? { start: 0, end: file.bytes };
  if (range) ctx.set('Content-Range', `bytes ${start}-${end - 1}/${file.bytes}`);
  ctx.status = range ? 206 : 200;
  if (onDelivered && ctx.method !== 'HEAD' && end === file.bytes) ctx.res.once('finish', onDelivered);
  const content = file.read(start, end);
  breakOffOnError(strapi, ctx, content);
  // In this order: a new body of unknown length takes the length away.
  ctx.body = content;
  ctx.length = end - start;
  return content;
}

/**
 * Answers with what is made while it is sent, so that nobody knows its length beforehand. It breaks off where the backup
 * cannot be read, and never ends as if it were whole.
 *
 * @param onDelivered called when the last byte has gone out
 */
export function sendStream(
  strapi: Core.Strapi,
  ctx: Context,
  { content, contentType, fileName }: Pick<BackupFile, 'content' | 'contentType' | 'fileName'>,
  onDelivered?: () => void,
): Readable {
  breakOffOnError(strapi, ctx, content);
  if (onDelivered) ctx.res.once('finish', onDelivered);
  ctx.set({
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    ...PRIVATE,
  });
  return content;
}

/** A diff as `sendStream` takes it. */
export function diffFile(
  diffId: string,
  content: Readable,
): Pick<BackupFile, 'content' | 'contentType' | 'fileName'> {
  return {
    content,
    contentType: 'application/json; charset=utf-8',
    fileName: `diff-${safePart(diffId)}.json`,
  };
}

function breakOffOnError(strapi: Core.Strapi, ctx: Context, content: Readable): void {
  content.once('error', (error) => {
    strapi.log.error(error);
    ctx.res.destroy();
  });
}

/** For whatever is at the address of a file: no cache keeps it, no other site learns the address. */
export const PRIVATE = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Null for what is no single range of bytes, which is to be passed over. */
export function parseRange(
  header: string,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes };
  }
  const start = Number(first);
  const end = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== '' && Number(last) < start) return null;
  return start >= bytes ? 'unsatisfiable' : { start, end };
}
