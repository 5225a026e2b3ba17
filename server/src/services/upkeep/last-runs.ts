import type { Core } from '@strapi/strapi';

import { MAINTENANCE_ACTIONS, PROCESSOR_ACTIONS } from '../../../../shared/contracts/maintenance';
import type { ProcessorStatus } from '../../../../shared/contracts/maintenance';

type LastRuns = ProcessorStatus['lastRuns'];
type Name = keyof LastRuns;

/** When each part of the upkeep was last done, by any process. Each has a row of its own: they are written at once. */
export function lastRuns(strapi: Core.Strapi) {
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });
  const keyOf = (name: Name) => `upkeep-${name}`;
  const names: Name[] = [...new Set<Name>([...PROCESSOR_ACTIONS, ...MAINTENANCE_ACTIONS])];

  return {
    note: (name: Name, at: Date) => store.set({ key: keyOf(name), value: at.toISOString() }),
    async of(name: Name): Promise<string | null> {
      return ((await store.get({ key: keyOf(name) })) as string | null) ?? null;
    },
    async all(): Promise<LastRuns> {
      const found = await Promise.all(names.map(async (name) => [name, await this.of(name)] as const));
      return Object.fromEntries(found) as LastRuns;
    },
  };
}
