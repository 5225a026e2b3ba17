import { asObject, asText, StoredJsonError } from '../repository/stored-json';
import type { ReadableRecord } from './readable-record';

const DOCUMENT_ID = /^[A-Za-z0-9_-]{1,64}$/;
const UID = /^[a-z0-9-]+::[a-z0-9-]+(\.[A-Za-z0-9-]+)?$/;
const LOCALE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/;
const STATES = ['draft', 'published'] as const;

/** A record of a file that anybody may have written; throws `StoredJsonError` for anything but the form of one. */
export function parseForeignRecord(value: unknown): ReadableRecord {
  const record = asObject(value, 'record');
  const contentType = asText(record['contentType'], 'contentType');
  const documentId = asText(record['documentId'], 'documentId');
  if (!UID.test(contentType)) throw new StoredJsonError('contentType is none');
  if (!DOCUMENT_ID.test(documentId))
    throw new StoredJsonError(`${contentType} has a record without a documentId`);
  const locale = record['locale'] ?? null;
  if (locale !== null && !LOCALE.test(asText(locale, 'locale'))) throw new StoredJsonError('locale is none');
  const status = STATES.find((one) => one === record['status']) ?? null;
  const file = record['file'];
  return {
    contentType,
    documentId,
    locale: locale as string | null,
    status,
    ...(typeof file === 'string' ? { file } : {}),
    fields: asObject(record['fields'], 'fields'),
  };
}
