import type { Core } from '@strapi/strapi';

import { lockModel } from './content-types/lock-model';

export function register({ strapi }: { strapi: Core.Strapi }): void {
  (strapi.get('models') as { add(model: object): void }).add(lockModel);
}
