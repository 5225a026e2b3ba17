import type { Aside, Body } from '../snapshot/record';
import { mediaOfRecord } from './media-of-record';
import type { AddressBook } from './media-store';

/** What lies beside a library entry's record, with the addresses that its files have on this site. */
export function asideAtHome(documentId: string, body: Body, aside: Aside, addressOf: AddressBook): Aside {
  const values = { ...aside.values };
  const formatUrls = { ...aside.formatUrls };
  let hasMoved = false;
  for (const { file } of mediaOfRecord(documentId, body, aside)) {
    const address = addressOf(file);
    if (!address || address.url === file.url) continue;
    hasMoved = true;
    if (file.variant) formatUrls[file.variant] = address.url;
    // What another provider noted about the file means nothing to this one.
    else Object.assign(values, { url: address.url, provider: address.provider, provider_metadata: null });
  }
  return hasMoved ? { ...aside, values, formatUrls } : aside;
}
