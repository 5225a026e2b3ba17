import type { Knex } from 'knex';

import type { DatabaseClient, ReadPlan } from '../snapshot/read-plan';

/** An empty database with the site's tables, for one drill; nothing of the live site is in it. */
export interface ScratchPlace {
  kind: DatabaseClient;
  db: Knex;
  /** The site's read plan, as it holds here. */
  plan: ReadPlan;
  /** Takes it away with all that is in it. */
  drop(): Promise<void>;
}
