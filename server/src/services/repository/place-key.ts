import type { StoragePlace } from '../../../../shared/contracts/storage';

/** Name under which something is kept of a storage: that of the first one is the plain name. */
export function placeKey(name: string, place: StoragePlace): string {
  return place === 'main' ? name : `${name}-${place}`;
}
