import type { Core } from '@strapi/strapi';

import { keepsakeConfig } from '../../services/repository/private-directory';
import { answering } from '../answer';

export function createOpenApiController({ strapi }: { strapi: Core.Strapi }) {
  let described: Promise<object> | null = null;
  return {
    /** Not `{ data }`: the document itself, as generators take it. */
    find: answering(strapi, () => {
      described ??= describe(strapi);
      return described;
    }),
  };
}

async function describe(strapi: Core.Strapi): Promise<object> {
  const { describeApi } = await import('../../openapi/describe-api');
  const { prefix } = keepsakeConfig(strapi).api;
  const parts = [strapi.config.get<string>('api.rest.prefix', '/api'), prefix].filter(Boolean);
  return describeApi(parts.join('/'));
}
