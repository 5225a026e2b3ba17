import type { Core } from '@strapi/strapi';

import type { Fetch } from '../../core/storage/upload-provider';

/** `fetch` through the site's proxy. `strapi.fetch` itself writes every URL to the log, and ours carry signatures. */
export function siteFetch(strapi: Core.Strapi): Fetch {
  const { dispatcher } = strapi.fetch as { dispatcher?: unknown };
  return (url, init) => fetch(url, (dispatcher ? { ...init, dispatcher } : init) as RequestInit);
}
