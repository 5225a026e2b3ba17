import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

import type { Core } from '@strapi/strapi';

import { httpGet } from '../../core/storage/http-get';
import type { HttpGet } from '../../core/storage/http-get';

/**
 * How this site reaches a storage: directly, or through the proxy of its settings (`server.proxy`). `strapi.fetch`
 * itself writes every URL to the log, and ours carry signatures.
 */
export function siteGet(strapi: Core.Strapi): HttpGet {
  const { dispatcher } = strapi.fetch as { dispatcher?: unknown };
  if (!dispatcher) return httpGet;
  return async (url, request) => {
    const answer = await fetch(url, { ...request, dispatcher } as RequestInit);
    const body = answer.body ? Readable.fromWeb(answer.body as ReadableStream) : Readable.from([]);
    return { status: answer.status, headers: answer.headers, body, destroy: () => void body.destroy() };
  };
}
