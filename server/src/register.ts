import type { Core } from '@strapi/strapi';

import { alertModel } from './content-types/alert-model';
import { lockModel } from './content-types/lock-model';
import { occurrenceModel } from './content-types/occurrence-model';
import { previewModel } from './content-types/preview-model';
import { closureGate } from './middlewares/closure-gate';
import { hideTickets } from './middlewares/hide-tickets';

export function register({ strapi }: { strapi: Core.Strapi }): void {
  const models = strapi.get('models') as { add(model: object): void };
  models.add(alertModel);
  models.add(lockModel);
  models.add(occurrenceModel);
  models.add(previewModel);
  // Now, so that they go before the middlewares of Strapi and of the app, which are added after this.
  strapi.server.use(hideTickets);
  strapi.server.use(closureGate({ strapi }));
}
