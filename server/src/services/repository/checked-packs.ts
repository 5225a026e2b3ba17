import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import { placeKey } from './place-key';

/** When each pack was last read whole and found good, by its name; what `verify` with a share goes by. */
export interface CheckedPacks {
  read(): Promise<Record<string, string>>;
  add(packs: string[], at: Date): Promise<void>;
}

/** Packs that are gone leave their entries behind; this many of the newest are kept. */
const MOST = 20_000;

export function checkedPacks(strapi: Core.Strapi, place: StoragePlace): CheckedPacks {
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });
  const key = placeKey('checked-packs', place);
  const checks: CheckedPacks = {
    async read() {
      return ((await store.get({ key })) as Record<string, string> | null) ?? {};
    },
    async add(packs, at) {
      if (packs.length === 0) return;
      const fresh = packs.map((name) => [name, at.toISOString()] as const);
      const names = new Set(packs);
      const old = Object.entries(await checks.read()).filter(([name]) => !names.has(name));
      await store.set({ key, value: Object.fromEntries([...old, ...fresh].slice(-MOST)) });
    },
  };
  return checks;
}
