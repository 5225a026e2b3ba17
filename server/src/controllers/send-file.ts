import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

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
 */
export function sendFile(strapi: Core.Strapi, ctx: Context, file: SentFile): Readable | string {
  const etag = `"${file.checksum}"`;
  ctx.set({
    'Content-Type': file.contentType,
    'Content-Disposition': `attachment; filename="${file.fileName}"`,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
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
  const content = file.read(start, end);
  content.once('error', (error) => {
    strapi.log.error(error);
    ctx.res.destroy();
  });
  // In this order: a new body of unknown length takes the length away.
  ctx.body = content;
  ctx.length = end - start;
  return content;
}

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
