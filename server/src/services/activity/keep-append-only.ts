import type { Core } from '@strapi/strapi';

import { ACTIVITY_UID } from './activity-service';

/** Once at boot: whoever changes or removes what was noted, by a query of Strapi's, is refused. */
export function keepAppendOnly(strapi: Core.Strapi): void {
  const refuse = () => {
    throw new Error('The activity log of Keepsake is only ever added to.');
  };
  strapi.db.lifecycles.subscribe({
    models: [ACTIVITY_UID],
    beforeUpdate: refuse,
    beforeUpdateMany: refuse,
    beforeDelete: refuse,
    beforeDeleteMany: refuse,
  });
}
