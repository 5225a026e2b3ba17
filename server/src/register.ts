import type { Core } from '@strapi/strapi';

import { lockModel } from './content-types/lock-model';
import { closureGate } from './middlewares/closure-gate';

export function register({ strapi }: { strapi: Core.Strapi }): void {
  (strapi.get('models') as { add(model: object): void }).add(lockModel);
  // Now, so that it goes before the middlewares of Strapi and of the app, which are added after this.
  strapi.server.use(closureGate({ strapi }));
}
