import type { StorageDetails } from '../../../shared/contracts/storage';

const CODES = ['repository_foreign', 'repository_unknown_writer', 'storage_went_back'];

/** Whether this site has to be told what it is to the storage before it may write there. */
export function needsReconnect({ error }: StorageDetails): boolean {
  return error !== null && CODES.includes(error.code);
}
